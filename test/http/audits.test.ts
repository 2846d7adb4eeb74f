import { auditServer } from 'graphql-http';
import { startToyServer, type ToyServer } from './support/toy-server';

let server: ToyServer;
beforeAll(async () => {
  server = await startToyServer();
});
afterAll(() => server.close());

test('all 61 audits of GraphQL over HTTP pass', async () => {
  const results = await auditServer({
    url: `${server.url}/graphql`,
    // Browsers send this after a preflight; without it a GET is taken for a forgery.
    fetchFn: (url: string, init?: RequestInit) =>
      fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), 'apollo-require-preflight': '1' } }),
  });
  const failed = results
    .filter(({ status }) => status !== 'ok')
    .map((result) => `${result.id} ${result.name}: ${'reason' in result ? result.reason : ''}`);
  expect(failed).toEqual([]);
  expect(results).toHaveLength(61);
});
