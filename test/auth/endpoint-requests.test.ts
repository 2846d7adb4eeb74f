import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';
import { basic, formType, inBody, jsonType, post, type SentBody } from './support/token-requests';

/** What is refused alike wherever a client sends parameters. */
forEachEngine((engine) => {
  let server: TestServer;
  let client: TestClient;
  beforeAll(async () => {
    server = await startServer(engine);
    client = await server.client('AUDITOR');
  });
  afterAll(() => server.close());

  describe.each(['/oauth/token', '/oauth/revoke', '/oauth/introspect'])('%s', (path) => {
    const honest = () => ({ grant_type: 'client_credentials', token: client.token, ...inBody(client) });
    const encoded = (more = '') => `${new URLSearchParams({ ...honest(), token: 'garbage' }).toString()}${more}`;
    const plain = (type: string) => ({ 'content-type': type });

    test.each<[string, number, string, () => SentBody, Record<string, string>?, (() => string)?]>([
      ['no body', 400, 'invalid_request', () => undefined],
      ['an empty form', 400, 'invalid_request', () => '', formType],
      ['a repeated parameter', 400, 'invalid_request', () => encoded('&token=other&grant_type=client_credentials'), formType],
      ['a repeated parameter that is encoded', 400, 'invalid_request', () => encoded('&client%5Fid=x'), formType],
      ['a repeated JSON member', 400, 'invalid_request', () => `{"client_id":"a",${JSON.stringify(honest()).slice(1)}`, jsonType],
      ['a token that is an object', 400, 'invalid_request', () => JSON.stringify({ ...honest(), token: { a: 1 }, grant_type: [] }), jsonType],
      ['a NUL in a secret', 401, 'invalid_client', () => ({ ...honest(), client_secret: 'a\0b' })],
      ['a broken percent escape', 400, 'invalid_request', () => encoded('&a=%zz'), formType],
      ['bytes that are not UTF-8', 400, 'invalid_request', () => new Uint8Array([0x61, 0x3d, 0xff]), formType],
      ['a member of every object', 400, 'invalid_request', () => '{"__proto__":{"token":"x","grant_type":"client_credentials"}}', jsonType],
      ['half of a JSON text', 400, 'invalid_request', () => '{"token":', jsonType],
      ['nothing but brackets', 400, 'invalid_request', () => '['.repeat(10_000), jsonType],
      ['JSON null', 400, 'invalid_request', () => 'null', jsonType],
      ['another media type', 415, 'invalid_request', () => encoded(), plain('text/plain')],
      ['a multipart form', 415, 'invalid_request', () => encoded(), plain('multipart/form-data; boundary=x')],
      ['another charset', 415, 'invalid_request', () => encoded(), plain('application/x-www-form-urlencoded; charset=utf-16')],
      ['no media type', 415, 'invalid_request', () => new TextEncoder().encode('token=x')],
      ['two charsets', 415, 'invalid_request', () => encoded(), plain('application/x-www-form-urlencoded; charset=utf-8; charset=utf-16')],
      ['parameters without names', 400, 'invalid_request', () => '=&=', formType],
      ['a body past the limit', 413, 'invalid_request', () => ({ ...honest(), token: 'x'.repeat(20_000) })],
      ['a secret in the URL', 400, 'invalid_request', () => ({ token: 'x', grant_type: 'client_credentials' }), {}, () => `?client_secret=${client.clientSecret}`],
      ['a token in the URL', 400, 'invalid_request', () => honest(), {}, () => `?token=${client.token}`],
      ['two methods at once', 400, 'invalid_request', () => honest(), basic('a', 'b')],
    ])('refuses %s', async (_name, status, error, body, headers = {}, query = () => '') => {
      const answer = await post(server, path, body(), { headers, query: query() });
      expect([answer.status, answer.body.error]).toEqual([status, error]);
      expect(answer.body.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('pragma')).toBe('no-cache');
      expect(JSON.stringify(answer.body)).not.toContain(client.clientSecret);
    }); // prettier-ignore

    test('refuses two Authorization headers, though each be right', async () => {
      const { authorization } = basic(client.clientId, client.clientSecret);
      const headers = [
        'host',
        'ledger.test',
        ...Object.entries(formType).flat(),
        'authorization',
        authorization,
        'authorization',
        authorization,
      ];
      const sent = request(server.url + path, { method: 'POST', headers }).end('token=garbage&grant_type=client_credentials');
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      expect([response.statusCode, await json(response)]).toMatchObject([400, { error: 'invalid_request' }]);
    });

    test.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
      const response = await server.fetch(path, { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
      expect(response.headers.get('cache-control')).toBe('no-store');
    });
  });

  test('afterwards the token is still good: nothing of all that revoked it', async () => {
    expect((await server.graphql('{ viewer { roles } }', {}, client.token)).status).toBe(200);
  });

  test('no secret and no token reaches the log', () => {
    const log = server.log.join('');
    expect(log).not.toContain(client.clientSecret);
    expect(log).not.toContain('eyJ');
  });
});
