import { decodeJwt, decodeProtectedHeader } from 'jose';
import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';
import { basic, formType, jsonType, requestToken, type TokenAnswer } from './support/token-requests';

const grant = { grant_type: 'client_credentials' };

forEachEngine((engine) => {
  let server: TestServer;
  let auditor: TestClient;
  let credentials: { client_id: string; client_secret: string };

  beforeAll(async () => {
    server = await startServer(engine);
    auditor = await server.client('AUDITOR');
    credentials = { client_id: auditor.clientId, client_secret: auditor.clientSecret };
  });
  afterAll(() => server.close());

  function expectRefusal(answer: TokenAnswer, status: number, error: string): void {
    expect({ status: answer.status, error: answer.body.error }).toEqual({ status, error });
    expect(answer.body.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('pragma')).toBe('no-cache');
    if (status === 401) expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="/);
  }

  describe('a token is issued', () => {
    test.each<[string, () => Promise<TokenAnswer>]>([
      ['for a form', () => requestToken(server, { ...grant, ...credentials })],
      ['for JSON', () => requestToken(server, JSON.stringify({ ...grant, ...credentials }), { headers: jsonType })],
      ['with Basic', () => requestToken(server, grant, { headers: basic(auditor.clientId, auditor.clientSecret) })],
      [
        'with the scheme in any case',
        () =>
          requestToken(server, grant, {
            headers: { authorization: basic(auditor.clientId, auditor.clientSecret).authorization.replace('Basic', 'bASIC') },
          }),
      ],
      [
        'with Basic and the same client id in the body',
        () => requestToken(server, { ...grant, client_id: auditor.clientId }, { headers: basic(auditor.clientId, auditor.clientSecret) }),
      ],
      [
        'with the charset named',
        () =>
          requestToken(server, new URLSearchParams({ ...grant, ...credentials }).toString(), {
            headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
          }),
      ],
      ['though unknown parameters are there', () => requestToken(server, { ...grant, ...credentials, foo: 'bar', prompt: 'none' })],
      [
        'though unknown JSON members are no strings',
        () => requestToken(server, JSON.stringify({ ...grant, ...credentials, foo: { grant_type: 1 } }), { headers: jsonType }),
      ],
      ['where empty parameters count as left out', () => requestToken(server, { ...grant, ...credentials, scope: '', audience: '' })],
    ])('%s', async (_name, ask) => {
      const { status, headers, body } = await ask();
      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('pragma')).toBe('no-cache');
      expect(body).toEqual({
        access_token: expect.any(String),
        token_type: 'Bearer',
        expires_in: 3600,
        scope: 'accounts:read companies:read reports:read transactions:read',
      });
    });

    test('with every claim of RFC 9068, and never twice the same', async () => {
      const tokens = await Promise.all(Array.from({ length: 20 }, () => server.token(auditor)));
      const claims = tokens.map((token) => decodeJwt(token));
      const issuedAt = server.clock.now() / 1000;
      expect(decodeProtectedHeader(tokens[0]!)).toEqual({ alg: 'RS256', typ: 'at+jwt', kid: expect.any(String) });
      expect(claims[0]).toEqual({
        iss: 'http://ledger.test',
        aud: 'http://ledger.test',
        sub: auditor.clientId,
        client_id: auditor.clientId,
        iat: issuedAt,
        exp: issuedAt + 3600,
        jti: expect.any(String),
        scope: 'accounts:read companies:read reports:read transactions:read',
        roles: ['AUDITOR'],
        secret_id: expect.any(String),
        unrestricted: true,
      });
      expect(new Set(claims.map(({ jti }) => jti)).size).toBe(20);
    });

    test('cut down to the scope that was asked for', async () => {
      const { body } = await requestToken(server, { ...grant, ...credentials, scope: 'reports:read companies:read reports:read' });
      expect(body['scope']).toBe('companies:read reports:read');
      expect(decodeJwt(body['access_token'] as string)).toMatchObject({ scope: 'companies:read reports:read' });
      expect(decodeJwt(body['access_token'] as string)).not.toHaveProperty('unrestricted');
    });

    test('without a scope where the client has no permissions', async () => {
      const nobody = await server.client([]);
      const { body } = await requestToken(server, { ...grant, client_id: nobody.clientId, client_secret: nobody.clientSecret });
      expect(body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600 });
    });

    test.each(['audience', 'resource'])('for our own audience, named by %s', async (name) => {
      const { body } = await requestToken(server, { ...grant, ...credentials, [name]: 'http://ledger.test' });
      expect(decodeJwt(body['access_token'] as string).aud).toBe('http://ledger.test');
    });
  });

  describe('the wrong client gets one answer', () => {
    test.each<[string, () => Promise<TokenAnswer>]>([
      ['unknown', () => requestToken(server, { ...grant, client_id: 'nobody', client_secret: auditor.clientSecret })],
      ['wrong secret', () => requestToken(server, { ...grant, client_id: auditor.clientId, client_secret: 'x'.repeat(48) })],
      ['wrong secret with Basic', () => requestToken(server, grant, { headers: basic(auditor.clientId, 'wrong') })],
      ['no credentials', () => requestToken(server, grant)],
      ['no secret', () => requestToken(server, { ...grant, client_id: auditor.clientId })],
      ['a client id that no database takes', () => requestToken(server, { ...grant, client_id: 'a\0b', client_secret: 'x' })],
      ['a client id that is SQL', () => requestToken(server, { ...grant, client_id: "' or '1'='1", client_secret: "' or '1'='1" })],
      [
        'Basic without a colon',
        () => requestToken(server, grant, { headers: { authorization: `Basic ${Buffer.from('nobody').toString('base64')}` } }),
      ],
      ['Basic that is not base64', () => requestToken(server, grant, { headers: { authorization: 'Basic %%%' } })],
      ['another scheme', () => requestToken(server, grant, { headers: { authorization: 'Bearer abc' } })],
    ])('%s', async (_name, ask) => {
      const answer = await ask();
      expectRefusal(answer, 401, 'invalid_client');
      expect(answer.body.error_description).toBe('The client id or the client secret is wrong.');
    });

    test.each<[string, string]>([
      ['revoked', 'update credentials set revoked_at = 1 where client_id = ?1'],
      [
        'expired',
        'update credential_secrets set expires_at = ?2 where credential_key = (select key from credentials where client_id = ?1)',
      ],
      ['suspended', "update developers set status = 'SUSPENDED' where key = (select developer_key from credentials where client_id = ?1)"],
    ])('%s, with the right secret', async (_name, statement) => {
      const client = await server.client('AUDITOR');
      const parameters = statement.includes('?2') ? [client.clientId, server.clock.now()] : [client.clientId];
      await server.database.writer.run((transaction) => transaction.run(statement, parameters));
      const answer = await requestToken(server, { ...grant, client_id: client.clientId, client_secret: client.clientSecret });
      expectRefusal(answer, 401, 'invalid_client');
      expect(answer.body.error_description).toBe('The client id or the client secret is wrong.');
    });
  });

  describe('a malformed request is refused', () => {
    const encoded = () => new URLSearchParams({ ...grant, ...credentials }).toString();
    const refusals: [string, number, string, () => Promise<TokenAnswer>][] = [
      ['no grant type', 400, 'invalid_request', () => requestToken(server, credentials)],
      ['an empty grant type', 400, 'invalid_request', () => requestToken(server, { ...credentials, grant_type: '' })],
      ['the password grant', 400, 'unsupported_grant_type', () => requestToken(server, { ...credentials, grant_type: 'password', username: 'a', password: 'b' })],
      ['no body', 400, 'invalid_request', () => requestToken(server, undefined)],
      ['two methods at once', 400, 'invalid_request', () => requestToken(server, { ...grant, ...credentials }, { headers: basic(auditor.clientId, auditor.clientSecret) })],
      ['two client ids', 400, 'invalid_request', () => requestToken(server, { ...grant, client_id: 'other' }, { headers: basic(auditor.clientId, auditor.clientSecret) })],
      ['a repeated parameter', 400, 'invalid_request', () => requestToken(server, `${encoded()}&scope=reports%3Aread&scope=reports%3Aread`, { headers: formType })],
      ['a repeated parameter that is empty', 400, 'invalid_request', () => requestToken(server, `${encoded()}&scope=&scope=`, { headers: formType })],
      ['a repeated unknown parameter', 400, 'invalid_request', () => requestToken(server, `${encoded()}&a=1&a=2`, { headers: formType })],
      ['a repeated JSON member', 400, 'invalid_request', () => requestToken(server, `{"scope":"a", "sc\\u006fpe" :"b",${JSON.stringify({ ...grant, ...credentials }).slice(1)}`, { headers: jsonType })],
      ['a broken percent escape', 400, 'invalid_request', () => requestToken(server, `${encoded()}&scope=%zz`, { headers: formType })],
      ['bytes that are not UTF-8', 400, 'invalid_request', () => requestToken(server, Buffer.from([0x61, 0x3d, 0xff]), { headers: formType })],
      ['broken JSON', 400, 'invalid_request', () => requestToken(server, '{"grant_type":', { headers: jsonType })],
      ['JSON that is no object', 400, 'invalid_request', () => requestToken(server, '["client_credentials"]', { headers: jsonType })],
      ['a JSON parameter that is no string', 400, 'invalid_request', () => requestToken(server, JSON.stringify({ ...grant, client_id: 5, client_secret: 'x' }), { headers: jsonType })],
      ['another media type', 415, 'invalid_request', () => requestToken(server, 'grant_type=client_credentials', { headers: { 'content-type': 'text/plain' } })],
      ['another charset', 415, 'invalid_request', () => requestToken(server, encoded(), { headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-7' } })],
      ['a body past the limit', 413, 'invalid_request', () => requestToken(server, { ...grant, ...credentials, foo: 'x'.repeat(20_000) })],
      ['a right secret in the URL', 400, 'invalid_request', () => requestToken(server, grant, { query: `?client_id=${auditor.clientId}&client_secret=${auditor.clientSecret}` })],
      ['a scope that is not held', 400, 'invalid_scope', () => requestToken(server, { ...grant, ...credentials, scope: 'reports:read books:close' })],
      ['a scope that is no permission', 400, 'invalid_scope', () => requestToken(server, { ...grant, ...credentials, scope: 'everything' })],
      ['a scope with illegal characters', 400, 'invalid_scope', () => requestToken(server, { ...grant, ...credentials, scope: 'reports:read "x"' })],
      ['a scope in another case', 400, 'invalid_scope', () => requestToken(server, { ...grant, ...credentials, scope: 'REPORTS:READ' })],
      ['a foreign audience', 400, 'invalid_target', () => requestToken(server, { ...grant, ...credentials, audience: 'https://elsewhere.example' })],
      ['a resource that is relative', 400, 'invalid_target', () => requestToken(server, { ...grant, ...credentials, resource: '/graphql' })],
      ['a resource with a fragment', 400, 'invalid_target', () => requestToken(server, { ...grant, ...credentials, resource: 'http://ledger.test#books' })],
      ['a resource that is unknown', 400, 'invalid_target', () => requestToken(server, { ...grant, ...credentials, resource: 'https://elsewhere.example' })],
      ['a resource like ours', 400, 'invalid_target', () => requestToken(server, { ...grant, ...credentials, resource: 'http://ledger.test/' })],
      ['two resources', 400, 'invalid_request', () => requestToken(server, `${encoded()}&resource=http%3A%2F%2Fledger.test&resource=https%3A%2F%2Fother.example`, { headers: formType })],
      ['an audience and another resource', 400, 'invalid_request', () => requestToken(server, { ...grant, ...credentials, audience: 'http://ledger.test', resource: 'http://other.test' })],
    ]; // prettier-ignore
    test.each(refusals)('%s', async (_name, status, error, ask) => {
      const answer = await ask();
      expectRefusal(answer, status, error);
      expect(JSON.stringify(answer.body)).not.toContain(auditor.clientSecret);
    });

    test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s, with the method that is allowed', async (method) => {
      const response = await server.fetch('/oauth/token', { method, headers: jsonType });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('POST');
      expect(response.headers.get('cache-control')).toBe('no-store');
    });
  });

  test('both halves of Basic are understood encoded, and raw with a colon in the secret', async () => {
    const { developers } = server.services.developers;
    const secret = 'abc:def%41+ghi-jkl_mno'.repeat(2);
    await developers.ensureBootstrapAdmin('client+one', secret);
    const encode = (text: string) => encodeURIComponent(text).replaceAll('-', '%2D').replaceAll('_', '%5F');
    for (const headers of [basic('client+one', secret), basic(encode('client+one'), encode(secret))]) {
      expect(await requestToken(server, grant, { headers })).toMatchObject({ status: 200 });
    }
    expectRefusal(await requestToken(server, grant, { headers: basic('client+one', secret.toUpperCase()) }), 401, 'invalid_client');
  });

  test('a request with a body for /graphql is read as before', async () => {
    expect(await server.graphql('{ viewer { roles } }', {}, auditor.token)).toMatchObject({
      status: 200,
      data: { viewer: { roles: ['AUDITOR'] } },
    });
  });

  test('neither secrets nor tokens reach the log', async () => {
    await requestToken(server, grant, { query: `?client_secret=${auditor.clientSecret}` });
    await requestToken(server, { ...grant, ...credentials });
    const log = server.log.join('');
    expect(log).not.toContain(auditor.clientSecret);
    expect(log).not.toContain('eyJ');
  });
});
