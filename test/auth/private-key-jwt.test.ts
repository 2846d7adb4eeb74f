import { createHmac } from 'node:crypto';
import { exportJWK, SignJWT } from 'jose';
import { UsedAssertionEntity } from '../../src/auth/client-assertion/used-assertion.entity';
import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';
import { encode } from './support/forge';
import { byAssertion, claimsOf, keyedClient, makeKey, sign, type KeyedClient } from './support/keyed-client';
import { basic, inBody, post, requestToken } from './support/token-requests';

const grant = { grant_type: 'client_credentials' };
interface Viewer {
  readonly viewer: { readonly developer: { readonly credentials: readonly { clientId: string; lastUsedAt: string | null }[] } };
}
type Claims = Record<string, unknown>;

forEachEngine((engine) => {
  let server: TestServer;
  let client: KeyedClient;
  beforeAll(async () => {
    server = await startServer(engine, { settings: { TOKEN_FAILURES_PER_CLIENT: '1000', TOKEN_FAILURES_PER_ADDRESS: '10000' } });
    client = await keyedClient(server);
  });
  afterAll(() => server.close());

  const claims = (changes: Claims = {}, by = client): Claims => ({ ...claimsOf(by, server.clock.now()), ...changes });
  const seconds = () => Math.floor(server.clock.now() / 1000);
  const ask = (assertion: string, more: Record<string, string> = {}) =>
    requestToken(server, { ...grant, ...byAssertion(assertion), ...more });

  describe('a token is issued', () => {
    test.each(['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'])('for an assertion that is signed with %s', async (algorithm) => {
      const other = await keyedClient(server, algorithm);
      const { status, body } = await ask(await sign(other, claims({}, other)), { scope: 'self:read' });
      expect([status, body['scope']]).toEqual([200, 'self:read']);
      const { data } = await server.graphql('{ viewer { developer { id } } }', {}, body['access_token'] as string);
      expect(data).toEqual({ viewer: { developer: { id: other.developerId } } });
    });

    test.each<[string, () => Promise<string>]>([
      ['without a key id, where there is one key', () => sign(client, claims(), { kid: undefined })],
      ['with typ JWT', () => sign(client, claims(), { typ: 'JWT' })],
      ['with a typ of its own', () => sign(client, claims(), { typ: 'client-authentication+jwt' })],
      ['that lasts as long as it may', () => sign(client, claims({ exp: seconds() + 300 }))],
      ['that expires between two milliseconds', () => sign(client, claims({ exp: seconds() + 60.00005 }))],
      ['without iat', () => sign(client, claims({ iat: undefined }))],
      ['by a clock that runs a little ahead', () => sign(client, claims({ iat: seconds() + 30, nbf: seconds() + 30 }))],
    ])('for one %s', async (_name, assertion) => {
      expect((await ask(await assertion())).status).toBe(200);
    });

    test('with the same client id beside the assertion', async () => {
      expect((await ask(await sign(client, claims()), { client_id: client.clientId })).status).toBe(200);
    });

    test('and the token can be introspected and revoked by assertions too', async () => {
      const { body } = await ask(await sign(client, claims()));
      const token = body['access_token'] as string;
      const about = async (path: string) => post(server, path, { token, ...byAssertion(await sign(client, claims())) });
      expect((await about('/oauth/introspect')).body).toMatchObject({ active: true, client_id: client.clientId });
      expect((await about('/oauth/revoke')).status).toBe(200);
      expect((await about('/oauth/introspect')).body).toEqual({ active: false });
    });

    test('for the secret besides, and for the keys alone once that has expired', async () => {
      const expiring = await keyedClient(server);
      expect((await requestToken(server, { ...grant, ...inBody(expiring) })).status).toBe(200);
      const expire =
        'update credential_secrets set expires_at = 1 where credential_key = (select key from credentials where client_id = ?1)';
      await server.database.writer.run((transaction) => transaction.run(expire, [expiring.clientId]));
      server.services.developers.access.changed();
      expect((await requestToken(server, { ...grant, ...inBody(expiring) })).status).toBe(401);
      const { body } = await ask(await sign(expiring, claims({}, expiring)));
      expect((await server.graphql('{ viewer { roles } }', {}, body['access_token'] as string)).status).toBe(200);
    });

    test('and when is shown with the credential', async () => {
      const used = await keyedClient(server);
      await ask(await sign(used, claims({}, used)));
      const at = new Date(server.clock.now()).toISOString();
      const query = '{ viewer { developer { credentials { clientId lastUsedAt } } } }';
      const end = Date.now() + 5_000;
      for (;;) {
        const { data } = await server.graphql<Viewer>(query, {}, used.token);
        const credentials = data!.viewer.developer.credentials;
        const { lastUsedAt } = credentials.find(({ clientId }) => clientId === used.clientId)!;
        if (lastUsedAt !== null || Date.now() > end) {
          expect(lastUsedAt).toBe(at);
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    });
  });

  describe('refused as invalid_client', () => {
    const header = () => ({ alg: client.algorithm, kid: client.kid });
    const cases: [string, () => Promise<string> | string][] = [
      ['another server as aud', () => sign(client, claims({ aud: 'https://elsewhere.example' }))],
      ['the token endpoint as aud', () => sign(client, claims({ aud: 'http://ledger.test/oauth/token' }))],
      ['our issuer with a slash as aud', () => sign(client, claims({ aud: 'http://ledger.test/' }))],
      ['our issuer among others as aud', () => sign(client, claims({ aud: ['http://ledger.test', 'https://elsewhere.example'] }))],
      ['a list of our issuer as aud', () => sign(client, claims({ aud: ['http://ledger.test'] }))],
      ['no aud', () => sign(client, claims({ aud: undefined }))],
      ['another iss than sub', () => sign(client, claims({ iss: 'somebody' }))],
      ['no iss', () => sign(client, claims({ iss: undefined }))],
      ['no sub', () => sign(client, claims({ sub: undefined }))],
      ['a sub that is a list', () => sign(client, claims({ sub: [client.clientId], iss: [client.clientId] }))],
      ['an unknown client', () => sign(client, claims({ iss: 'nobody', sub: 'nobody' }))],
      ['a client with a NUL in its id', () => sign(client, claims({ iss: 'a\0b', sub: 'a\0b' }))],
      ['no exp', () => sign(client, claims({ exp: undefined }))],
      ['exp as text', () => sign(client, claims({ exp: String(seconds() + 60) }))],
      ['exp past every number', () => forged(header(), JSON.stringify(claims({ exp: 0 })).replace('"exp":0', '"exp":1e400'))],
      ['exp in the past', () => sign(client, claims({ exp: seconds() - 1 }))],
      ['exp now', () => sign(client, claims({ exp: seconds() }))],
      ['exp in more than five minutes', () => sign(client, claims({ exp: seconds() + 301 }))],
      ['nbf in the future', () => sign(client, claims({ nbf: seconds() + 120 }))],
      ['iat in the future', () => sign(client, claims({ iat: seconds() + 120 }))],
      ['no jti', () => sign(client, claims({ jti: undefined }))],
      ['an empty jti', () => sign(client, claims({ jti: '' }))],
      ['jti as a number', () => sign(client, claims({ jti: 5 }))],
      ['a jti without end', () => sign(client, claims({ jti: 'x'.repeat(256) }))],
      ['an unknown key id', () => sign(client, claims(), { kid: 'two' })],
      ['a key id in another case', () => sign(client, claims(), { kid: 'ONE' })],
      ['a key id that is a list', () => forged({ ...header(), kid: ['one'] }, claims())],
      ['the typ of an access token', () => sign(client, claims(), { typ: 'at+jwt' })],
      ['the long typ of an access token', () => sign(client, claims(), { typ: 'application/at+jwt' })],
      ['an access token of its own', async () => server.token(client)],
      ['another key under the same id', async () => sign({ ...client, privateKey: (await makeKey('ES256', 'one')).privateKey }, claims())],
      ['an algorithm that its key is not for', async () => sign({ ...client, algorithm: 'RS256', privateKey: (await makeKey('RS256', 'one')).privateKey }, claims())],
      ['an algorithm that is not taken', async () => sign({ ...client, algorithm: 'ES384', privateKey: (await makeKey('ES384', 'one')).privateKey }, claims())],
      ['alg none', () => `${encode({ ...header(), alg: 'none' })}.${encode(claims())}.`],
      ['its secret as an HMAC key', () => hmac(client.clientSecret)],
      ['its public key as an HMAC key', async () => hmac(JSON.stringify(await publicJwk()))],
      ['an embedded key', async () => embedded()],
      ['a jku', () => sign(client, claims(), { jku: 'http://127.0.0.1:9/keys' })],
      ['a crit', () => forged({ ...header(), crit: ['x'], x: 1 }, claims())],
      ['a tampered payload', async () => (await sign(client, claims())).replace(/\.[^.]+\./, `.${encode(claims())}.`)],
      ['no signature', async () => (await sign(client, claims())).replace(/[^.]+$/, '')],
      ['garbage', () => 'garbage'],
      ['dots', () => '..'],
      ['a list of claims', () => forged(header(), [claims()])],
      ['null claims', () => forged(header(), 'null')],
    ]; // prettier-ignore

    test.each(cases)('%s', async (_name, assertion) => {
      const before = await server.database.reader.manager.count(UsedAssertionEntity);
      const answer = await ask(await assertion());
      expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
      expect(answer.body.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="/);
      expect(await server.database.reader.manager.count(UsedAssertionEntity)).toBe(before);
    });

    test('a second use of an assertion, though it be at another endpoint, and others of its client are good', async () => {
      const assertion = await sign(client, claims());
      expect((await ask(assertion)).status).toBe(200);
      expect((await ask(assertion)).body.error_description).toContain('used before');
      const token = { token: 'x', ...byAssertion(assertion) };
      expect((await post(server, '/oauth/introspect', token)).body.error).toBe('invalid_client');
      expect((await ask(await sign(client, claims()))).status).toBe(200);
    });

    test('all but one of many uses at once', async () => {
      const assertion = await sign(client, claims());
      const answers = await Promise.all(Array.from({ length: 10 }, () => ask(assertion)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    });

    test('the same jti by another client is another assertion', async () => {
      const other = await keyedClient(server);
      for (const by of [client, other]) expect((await ask(await sign(by, claims({ jti: 'shared' }, by)))).status).toBe(200);
    });

    test('an assertion without a key id, where two keys could have signed it; one that names its key is good', async () => {
      const second = await makeKey('ES256', 'two');
      const two = await keyedClient(server, 'ES256', [second.publicJwk]);
      expect((await ask(await sign(two, claims({}, two), { kid: undefined }))).status).toBe(401);
      const withSecond = { ...two, privateKey: second.privateKey };
      expect((await ask(await sign(withSecond, claims({}, two), { kid: 'two' }))).status).toBe(200);
    });

    test.each([
      ['suspended developer', "update developers set status = 'SUSPENDED' where id = (select d.id from developers d join credentials c on c.developer_key = d.key where c.client_id = ?1)"],
      ['revoked credential', 'update credentials set revoked_at = 1 where client_id = ?1'],
      ['credential without keys', 'update credentials set public_keys = null where client_id = ?1'],
    ])('a %s, with the words for one that is unknown', async (_name, statement) => {
      const gone = await keyedClient(server);
      expect((await ask(await sign(gone, claims({}, gone)))).status).toBe(200);
      await server.database.writer.run((transaction) => transaction.run(statement, [gone.clientId]));
      server.services.developers.access.changed();
      const [answer, unknown] = [await ask(await sign(gone, claims({}, gone))), await ask(await sign(client, claims({ iss: 'x', sub: 'x' })))];
      expect(answer.body).toEqual(unknown.body);
      expect(answer.status).toBe(401);
    }); // prettier-ignore

    test.each<[string, () => Promise<Record<string, string>>, Record<string, string>?]>([
      ['and a secret', async () => ({ client_secret: client.clientSecret })],
      ['and Basic', async () => ({}), basic('a', 'b')],
      ['for another client id', async () => ({ client_id: 'somebody' })],
      ['without its type', async () => ({ client_assertion_type: '' })],
    ])('an assertion %s is a malformed request', async (_name, more, headers = {}) => {
      const answer = await requestToken(server, { ...grant, ...byAssertion(await sign(client, claims())), ...(await more()) }, { headers });
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
    });

    test('an assertion of another type, and a type without an assertion', async () => {
      const saml = { client_assertion: 'x', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' };
      expect((await requestToken(server, { ...grant, ...saml })).body.error).toBe('invalid_client');
      expect((await requestToken(server, { ...grant, ...byAssertion('') })).body.error).toBe('invalid_request');
    });

    test('an assertion in the URL', async () => {
      const query = `?client_assertion=${await sign(client, claims())}`;
      expect((await requestToken(server, grant, { query })).body.error).toBe('invalid_request');
    });

    async function publicJwk() {
      const { d: _d, ...jwk } = await exportJWK(client.privateKey);
      return jwk;
    }

    async function embedded() {
      const { privateKey, publicJwk: jwk } = await makeKey('ES256', 'one');
      return new SignJWT(claims()).setProtectedHeader({ ...header(), jwk }).sign(privateKey);
    }

    function hmac(secret: string): string {
      const signed = `${encode({ ...header(), alg: 'HS256' })}.${encode(claims())}`;
      return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
    }

    function forged(head: unknown, body: unknown): string {
      return `${encode(head)}.${encode(body)}.${Buffer.alloc(64).toString('base64url')}`;
    }
  });

  test('no assertion is an access token', async () => {
    const assertion = await sign(client, claims());
    expect((await server.graphql('{ viewer { roles } }', {}, assertion)).status).toBe(401);
  });

  test('uses are forgotten ten minutes after their assertions have expired', async () => {
    await ask(await sign(client, claims()));
    server.clock.advance(900_000);
    await ask(await sign(client, claims()));
    expect(await server.database.reader.manager.count(UsedAssertionEntity)).toBe(1);
  });

  if (engine.name === 'postgres') {
    test('an assertion that one server has let in is refused by another on the same database', async () => {
      const { url, drop } = await engine.createDatabase();
      const servers = [await startServer(url), await startServer(url)] as const;
      const shared = await keyedClient(servers[0]);
      const assertions = await Promise.all([1, 2, 3, 4].map(() => sign(shared, claimsOf(shared, servers[0].clock.now()))));
      for (const assertion of assertions) {
        const both = servers.map((at) => requestToken(at, { ...grant, ...byAssertion(assertion) }));
        expect(new Set((await Promise.all(both)).map(({ status }) => status))).toEqual(new Set([200, 401]));
      }
      await Promise.all(servers.map((each) => each.close()));
      await drop();
    });
  }
});
