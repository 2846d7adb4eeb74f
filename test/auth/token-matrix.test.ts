import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SigningKeyEntity } from '../../src/auth/signing-keys/signing-key.entity';
import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';
import { encode, forge } from './support/forge';

type Part = Record<string, unknown>;

forEachEngine((engine) => {
  let server: TestServer;
  let client: TestClient;
  let trap: Server;
  let visits = 0;
  let ours: KeyObject;
  let kid: string;
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });

  beforeAll(async () => {
    server = await startServer(engine);
    client = await server.client('AUDITOR');
    const [key] = await server.database.reader.manager.find(SigningKeyEntity);
    kid = key!.kid;
    ours = createPrivateKey({ key: key!.privateJwk as JsonWebKey, format: 'jwk' });
    trap = createServer((_request, response) => {
      visits += 1;
      response.end(JSON.stringify({ keys: [{ ...foreign.publicKey.export({ format: 'jwk' }), kid }] }));
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    trap.close();
    await server.close();
  });

  const seconds = () => Math.floor(server.clock.now() / 1000);
  const header = (changes: Part = {}): Part => ({ alg: 'RS256', typ: 'at+jwt', kid, ...changes });
  const claims = (changes: Part = {}): Part => ({
    iss: 'http://ledger.test',
    aud: 'http://ledger.test',
    sub: client.clientId,
    client_id: client.clientId,
    iat: seconds(),
    exp: seconds() + 3600,
    jti: randomUUID(),
    scope: 'companies:read',
    ...changes,
  });
  const without = (part: Part, name: string): Part => Object.fromEntries(Object.entries(part).filter(([key]) => key !== name));
  const trapUrl = () => `http://127.0.0.1:${(trap.address() as AddressInfo).port}/jwks.json`;
  const withHeader = (changes: Part) => forge(header(changes), claims(), ours);
  const withClaims = (changes: Part) => forge(header(), claims(changes), ours);
  const ask = (authorization: string) =>
    server.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query: '{ __typename }' }),
    });

  test.each<[string, () => string]>([
    ['as we issue it', () => withClaims({})],
    ['with an audience among others', () => withClaims({ aud: ['https://other.example', 'http://ledger.test'] })],
    ['with the type written out', () => withHeader({ typ: 'application/at+jwt' })],
    ['issued by a clock that runs a little ahead', () => withClaims({ iat: seconds() + 30 })],
  ])('accepted: %s', async (_name, token) => {
    expect((await ask(`Bearer ${token()}`)).status).toBe(200);
    expect((await ask(`bEARER ${token()}`)).status).toBe(200);
  });

  const refused: [string, () => string][] = [
    ['alg none without a signature', () => `${encode(header({ alg: 'none' }))}.${encode(claims())}.`],
    ['alg none with our signature', () => withHeader({ alg: 'none' })],
    ['alg in lower case', () => withHeader({ alg: 'rs256' })],
    ['alg with a space', () => withHeader({ alg: 'RS256 ' })],
    ['alg of the same key but another padding', () => withHeader({ alg: 'PS256' })],
    ['no alg', () => forge(without(header(), 'alg'), claims(), ours)],
    ['HS256 with our public key as the secret', () => hmac(createPublicKey(ours).export({ type: 'spki', format: 'pem' }) as string)],
    ['HS256 with our public JWK as the secret', () => hmac(JSON.stringify(createPublicKey(ours).export({ format: 'jwk' })))],
    ['another key under our kid', () => forge(header(), claims(), foreign.privateKey)],
    ['an unknown kid', () => withHeader({ kid: 'nobody' })],
    ['a kid that is a path', () => withHeader({ kid: '../../dev/null' })],
    ['a kid that is SQL', () => withHeader({ kid: "x' OR 1=1--" })],
    ['a kid that is no string', () => withHeader({ kid: 5 })],
    ['a kid of every object', () => withHeader({ kid: 'constructor' })],
    ['no kid', () => forge(without(header(), 'kid'), claims(), ours)],
    ['an embedded key', () => forge(header({ jwk: foreign.publicKey.export({ format: 'jwk' }) }), claims(), foreign.privateKey)],
    ['an embedded key beside our signature', () => withHeader({ jwk: foreign.publicKey.export({ format: 'jwk' }) })],
    ['a jku', () => forge(header({ jku: trapUrl() }), claims(), foreign.privateKey)],
    ['an x5u', () => forge(header({ x5u: trapUrl() }), claims(), foreign.privateKey)],
    ['an x5c', () => withHeader({ x5c: ['MII'] })],
    ['a crit that is unknown', () => withHeader({ crit: ['exp'], exp: 1 })],
    ['an unencoded payload', () => withHeader({ crit: ['b64'], b64: false })],
    ['a compressed payload', () => withHeader({ zip: 'DEF' })],
    ['a nested JWT', () => withHeader({ cty: 'JWT' })],
    ['typ JWT', () => withHeader({ typ: 'JWT' })],
    ['typ of an introspection answer', () => withHeader({ typ: 'token-introspection+jwt' })],
    ['no typ', () => forge(without(header(), 'typ'), claims(), ours)],
    ['a tampered payload', () => withClaims({}).replace(/\.[^.]+\./, `.${encode(claims({ scope: 'books:close' }))}.`)],
    ['a tampered signature', () => withClaims({}).replace(/.{8}$/, 'AAAAAAAA')],
    ['a signature with padding', () => `${withClaims({})}==`],
    ['a signature that says the same in other letters', () => sameInOtherLetters(withClaims({}))],
    ['no signature', () => withClaims({}).replace(/[^.]+$/, '')],
    ['an expired token', () => withClaims({ iat: seconds() - 3601, exp: seconds() - 1 })],
    ['a token that expires now', () => withClaims({ exp: seconds() })],
    ['no exp', () => forge(header(), without(claims(), 'exp'), ours)],
    ['exp as text', () => withClaims({ exp: String(seconds() + 60) })],
    ['exp as a fraction', () => withClaims({ exp: seconds() + 60.5 })],
    ['exp past every number', () => forge(header(), JSON.stringify(claims({ exp: 0 })).replace('"exp":0', '"exp":1e400'), ours)],
    ['exp null', () => withClaims({ exp: null })],
    ['nbf in the future', () => withClaims({ nbf: seconds() + 120 })],
    ['nbf as text', () => withClaims({ nbf: 'now' })],
    ['iat in the future', () => withClaims({ iat: seconds() + 120 })],
    ['no iat', () => forge(header(), without(claims(), 'iat'), ours)],
    ['a foreign audience', () => withClaims({ aud: 'https://elsewhere.example' })],
    ['an audience that begins like ours', () => withClaims({ aud: 'http://ledger.test/' })],
    ['audience as an object', () => withClaims({ aud: { 'http://ledger.test': true } })],
    ['audience as a number', () => withClaims({ aud: 5 })],
    ['no audience', () => forge(header(), without(claims(), 'aud'), ours)],
    ['a foreign issuer', () => withClaims({ iss: 'https://elsewhere.example' })],
    ['our issuer with a slash', () => withClaims({ iss: 'http://ledger.test/' })],
    ['no issuer', () => forge(header(), without(claims(), 'iss'), ours)],
    ['issuer as a list', () => withClaims({ iss: ['http://ledger.test'] })],
    ['no subject', () => forge(header(), without(claims(), 'sub'), ours)],
    ['an empty subject', () => withClaims({ sub: '' })],
    ['no client id', () => forge(header(), without(claims(), 'client_id'), ours)],
    ['no jti', () => forge(header(), without(claims(), 'jti'), ours)],
    ['a scope that is a list', () => withClaims({ scope: ['companies:read'] })],
    ['a token bound to a key', () => withClaims({ cnf: { jkt: 'abc' } })],
    ['a client that does not exist', () => withClaims({ sub: 'nobody', client_id: 'nobody' })],
    ['claims that are a list', () => forge(header(), [claims()], ours)],
    ['claims that are no JSON', () => forge(header(), '{"iss":', ours)],
    ['a header that is no JSON', () => forge('{', claims(), ours)],
    ['an encrypted token', () => `${encode({ alg: 'RSA-OAEP', enc: 'A256GCM', kid })}.AA.AA.AA.AA`],
    ['garbage', () => 'garbage'],
    ['dots', () => '..'],
  ];

  test.each(refused)('refused with 401 and a challenge: %s', async (_name, token) => {
    const response = await ask(`Bearer ${token()}`);
    const body = (await response.json()) as { data?: unknown; errors: { extensions: { code: string } }[] };
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(
      /^Bearer realm="open-ledger", error="invalid_token", error_description="[^"\\]+", resource_metadata="http:[^"]+"$/,
    );
    expect(body).not.toHaveProperty('data');
    expect(body.errors[0]!.extensions.code).toBe('UNAUTHENTICATED');
  });

  test.each<[string, () => string]>([
    ['Basic', () => 'Basic Zm9vOmJhcg=='],
    ['no token', () => 'Bearer '],
    ['no space', () => 'Bearer'],
    ['two tokens', () => `Bearer ${withClaims({})} ${withClaims({})}`],
    ['the token alone', () => withClaims({})],
    ['an empty header', () => ''],
    ['far too long a token', () => `Bearer ${'a'.repeat(15_000)}`],
  ])('refused with 401: an Authorization header with %s', async (_name, authorization) => {
    const response = await ask(authorization());
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  test('two Authorization headers are refused, though each be right', async () => {
    const authorization = `Bearer ${withClaims({})}`;
    const headers = [
      'host',
      'ledger.test',
      'content-type',
      'application/json',
      'authorization',
      authorization,
      'authorization',
      authorization,
    ];
    const sent = request(`${server.url}/graphql`, { method: 'POST', headers }).end('{"query":"{ __typename }"}');
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(400);
    expect(response.headers['www-authenticate']).toContain('error="invalid_request"');
  });

  test('no address in a token is ever fetched', () => {
    expect(visits).toBe(0);
  });

  test('a remembered token is refused from the second of its expiry', async () => {
    const token = withClaims({ exp: seconds() + 5 });
    expect((await ask(`Bearer ${token}`)).status).toBe(200);
    server.clock.advance(4_999);
    expect((await ask(`Bearer ${token}`)).status).toBe(200);
    server.clock.advance(1);
    expect((await ask(`Bearer ${token}`)).status).toBe(401);
  });

  /** The last four bits of a signature of 2048 stand for nothing. */
  function sameInOtherLetters(token: string): string {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    return token.slice(0, -1) + letters[letters.indexOf(token.at(-1)!) + 1]!;
  }

  function hmac(secret: string): string {
    const signed = `${encode(header({ alg: 'HS256' }))}.${encode(claims())}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }
});
