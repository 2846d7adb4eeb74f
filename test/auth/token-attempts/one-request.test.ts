import { createHash } from 'node:crypto';
import { forEachEngine } from '../../support/engines';
import { startServer, type TestClient, type TestServer } from '../../support/server';
import { repeat, throughGraphQL, throughHttp, wrong } from './support/attempts';

/** A mutation of the token field, with a guess of its own. */
const guess = (clientId: string, index: number) => `token(clientId: "${clientId}", clientSecret: "guess${index}") { accessToken }`;
const guesses = (clientId: string, count: number) => Array.from({ length: count }, (_, index) => `t${index}: ${guess(clientId, index)}`);

forEachEngine((engine) => {
  let server: TestServer;
  let client: TestClient;
  beforeAll(async () => {
    server = await startServer(engine, { settings: { TRUST_PROXY: '127.0.0.1' } });
    client = await server.client('AUDITOR');
  });
  afterAll(() => server.close());

  /** No two tests ask from the same place. */
  let places = 0;
  const newPlace = () => `192.0.2.${(places += 1)}`;

  const post = async (from: string, body: unknown) => {
    const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json', 'x-forwarded-for': from };
    const response = await server.fetch('/graphql', { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, text: await response.text() };
  };

  /** How many guesses are still let through from there. */
  const left = async (from: string) =>
    (await repeat(11, () => throughHttp(server, wrong(client.clientId), from))).filter((status) => status === 401).length;

  test.each<[string, (clientId: string) => unknown]>([
    ['aliases', (id) => ({ query: `mutation { ${guesses(id, 15).join(' ')} }` })],
    ['a fragment', (id) => ({ query: `mutation { a: ${guess(id, 1)} ...F } fragment F on Mutation { b: ${guess(id, 2)} }` })],
    [
      'fragments within fragments',
      (id) => ({
        query: `mutation { ...F } fragment F on Mutation { a: ${guess(id, 1)} ...G } fragment G on Mutation { b: ${guess(id, 2)} }`,
      }),
    ],
    ['inline fragments', (id) => ({ query: `mutation { ... on Mutation { a: ${guess(id, 1)} } ... { b: ${guess(id, 2)} } }` })],
    [
      'directives',
      (id) => ({
        query: `mutation ($yes: Boolean!) { a: ${guess(id, 1)} ... @include(if: $yes) { b: ${guess(id, 2)} } }`,
        variables: { yes: true },
      }),
    ],
    [
      'another operation in the document',
      (id) => ({ query: `mutation A { a: ${guess(id, 1)} b: ${guess(id, 2)} } mutation B { c: ${guess(id, 3)} }`, operationName: 'A' }),
    ],
    ['an array', (id) => guesses(id, 100).map((field) => ({ query: `mutation { ${field} }` }))],
  ])('guesses by %s are refused unseen', async (_how, body) => {
    const from = newPlace();
    const { status, text } = await post(from, body(client.clientId));
    expect(status).toBe(400);
    expect(text).toMatch(/"code":"(TOO_COMPLEX|BAD_REQUEST)"/);
    expect(await left(from)).toBe(10);
  });

  test('of two operations in a document the one that is named is run, and counts as one attempt', async () => {
    const from = newPlace();
    const query = `mutation A { ${guess(client.clientId, 1)} } mutation B { ${guess(client.clientId, 2)} }`;
    for (const operationName of ['A', 'B', 'A']) expect((await post(from, { query, operationName })).text).toContain('UNAUTHENTICATED');
    expect(await left(from)).toBe(7);
  });

  test('a persisted query is not run, so that it cannot be repeated cheaply either', async () => {
    const from = newPlace();
    const query = `mutation { ${guess(client.clientId, 1)} }`;
    const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') };
    expect((await post(from, { query, extensions: { persistedQuery } })).text).toContain('PERSISTED_QUERY_NOT_SUPPORTED');
    expect((await post(from, { extensions: { persistedQuery } })).text).toContain('PERSISTED_QUERY_NOT_SUPPORTED');
    expect(await left(from)).toBe(10);
  });

  test('a GET makes no attempt', async () => {
    const from = newPlace();
    const headers = { 'apollo-require-preflight': '1', 'x-forwarded-for': from };
    const response = await server.fetch(`/graphql?query=${encodeURIComponent(`mutation { ${guess(client.clientId, 1)} }`)}`, { headers });
    expect(response.status).toBe(405);
    expect(await left(from)).toBe(10);
  });

  test('the same document sent again, remembered as it is, counts each time', async () => {
    const from = newPlace();
    const statuses = await repeat(11, () => throughGraphQL(server, wrong(client.clientId), from));
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429]);
  });
});
