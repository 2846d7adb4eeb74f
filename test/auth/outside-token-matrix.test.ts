import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { auth } from 'express-oauth2-jwt-bearer';
import { SigningKeyEntity } from '../../src/auth/signing-keys/signing-key.entity';
import { RunningClock } from '../support/clock';
import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';
import { encode, forge } from './support/forge';
import { audience, newKey, startIssuer, tokenMaker, type IssuerKey, type StaticIssuer, type TokenMaker } from './support/static-issuer';

const keys = { RS256: newKey('RS256'), PS256: newKey('PS256'), ES256: newKey('ES256'), EdDSA: newKey('EdDSA') };
/** Published without an algorithm, as some issuers do. */
const bare = newKey('RS256');
/** Held by somebody else. */
const foreign = newKey('RS256', keys.RS256.kid);
/** Published for encryption. */
const forEncryption = newKey('RS256');
/** Of the other issuer, under the id of a key of this one. */
const shared = newKey('RS256', keys.RS256.kid);

forEachEngine((engine) => {
  // The judge knows no clock but the machine's.
  const clock = new RunningClock();
  let server: TestServer;
  let issuer: StaticIssuer;
  let other: StaticIssuer;
  let judge: Server;
  let trap: Server;
  let visits = 0;
  let make: TokenMaker;
  let ours: IssuerKey;

  const listening = (app: Server) => new Promise<Server>((resolve) => app.listen(0, '127.0.0.1', () => resolve(app)));
  const addressOf = (app: Server) => `http://127.0.0.1:${(app.address() as AddressInfo).port}`;

  beforeAll(async () => {
    const { alg: _alg, ...bareJwk } = bare.jwk;
    issuer = await startIssuer(...Object.values(keys));
    issuer.published.push(bareJwk, { ...forEncryption.jwk, use: 'enc' });
    other = await startIssuer(shared);
    server = await startServer(engine, {
      clock,
      settings: { OIDC_ISSUER: `${issuer.issuer},${other.issuer}`, OIDC_AUDIENCE: `${audience},https://second.example` },
    });
    make = tokenMaker(issuer.issuer, keys.RS256, () => clock.now());
    const [stored] = await server.database.reader.manager.find(SigningKeyEntity);
    const jwk = stored!.publicJwk as JsonWebKey;
    ours = { ...newKey('RS256', stored!.kid), jwk: { ...jwk, kid: stored!.kid } };
    const app = express().use(auth({ issuerBaseURL: issuer.issuer, audience: [audience, 'https://second.example'] }));
    judge = await listening(createServer(app.get('/', (_request, response) => void response.end('in'))));
    trap = await listening(
      createServer((_request, response) => {
        visits += 1;
        response.end(JSON.stringify({ keys: [foreign.jwk] }));
      }),
    );
  });
  afterAll(async () => {
    for (const one of [judge, trap]) one.closeAllConnections();
    for (const one of [judge, trap]) one.close();
    await server.close();
    await Promise.all([issuer.close(), other.close()]);
  });

  const seconds = () => Math.floor(clock.now() / 1000);
  const ask = (token: string) =>
    server.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ viewer { permissions } }' }),
    });
  const askJudge = async (token: string) => (await fetch(addressOf(judge), { headers: { authorization: `Bearer ${token}` } })).status;
  const withKey = (key: IssuerKey) => tokenMaker(issuer.issuer, key, () => clock.now());
  const signedBy = (key: IssuerKey) => forge(make.header(), make.claims(), key.privateKey, key.algorithm);
  const without = (part: Readonly<Record<string, unknown>>, name: string) =>
    Object.fromEntries(Object.entries(part).filter(([member]) => member !== name));

  const accepted: [string, () => string][] = [
    ['Auth0’s own form', () => make.token()],
    ['the form of RFC 9068', () => make.profileToken()],
    ['with permissions beside the scope', () => make.token({ permissions: ['companies:read'] })],
    ['an audience among others', () => make.token({ aud: [audience, `${issuer.issuer}userinfo`] })],
    ['the second audience', () => make.token({ aud: 'https://second.example' })],
    ['of a person', () => make.token({ sub: 'auth0|507f1f77bcf86cd799439011', gty: undefined })],
    ['the type written out', () => make.profileToken({}, { typ: 'application/at+jwt' })],
    ['the type in capitals', () => make.token({}, { typ: 'jwt' })],
    ['no type', () => forge(without(make.header(), 'typ'), make.claims(), keys.RS256.privateKey)],
    ['issued by a clock that runs a little ahead', () => make.token({ iat: seconds() + 30, nbf: seconds() + 3 })],
    ['a nonce beside a scope', () => make.token({ nonce: 'abc' })],
    ['PS256', () => withKey(keys.PS256).token()],
    ['ES256', () => withKey(keys.ES256).token()],
    ['EdDSA', () => withKey(keys.EdDSA).token()],
    ['a key that is published without an algorithm', () => withKey(bare).token()],
    ['claims that nobody knows here', () => make.token({ 'https://ns.example/plan': { tier: 1 }, scope: 'openid email companies:read' })],
  ];

  test.each(accepted)('the judge and we accept: %s', async (_name, token) => {
    const made = token();
    expect(await askJudge(made)).toBe(200);
    const response = await ask(made);
    expect([response.status, await response.json()]).toEqual([200, { data: { viewer: { permissions: ['companies:read'] } } }]);
  });

  const refused: [string, () => string][] = [
    ['alg none without a signature', () => `${encode(make.header({ alg: 'none' }))}.${encode(make.claims())}.`],
    ['alg none with a signature', () => make.token({}, { alg: 'none' })],
    ['alg in lower case', () => make.token({}, { alg: 'rs256' })],
    ['alg with a space', () => make.token({}, { alg: 'RS256 ' })],
    ['no alg', () => forge(without(make.header(), 'alg'), make.claims(), keys.RS256.privateKey)],
    [
      'HS256 with the public key as the secret',
      () => hmac(createPublicKey(keys.RS256.privateKey).export({ type: 'spki', format: 'pem' }) as string),
    ],
    ['HS256 with the public JWK as the secret', () => hmac(JSON.stringify(keys.RS256.jwk))],
    ['PS256 with a key for RS256', () => forge(make.header({ alg: 'PS256' }), make.claims(), keys.RS256.privateKey, 'PS256')],
    ['RS256 with a key for PS256', () => forge(make.header({ kid: keys.PS256.kid }), make.claims(), keys.PS256.privateKey, 'RS256')],
    ['RS256 under the id of a key for ES256', () => make.token({}, { kid: keys.ES256.kid })],
    ['an ES256 signature of zeros', () => zeroSignature()],
    ['another key under a known id', () => signedBy(foreign)],
    ['the key of another issuer under the id that both use', () => signedBy(shared)],
    [
      'our own key',
      () => signedBy({ ...ours, privateKey: keys.RS256.privateKey }).replace(encode(make.header()), encode(make.header({ kid: ours.kid }))),
    ],
    ['a key for encryption', () => withKey(forEncryption).token()],
    ['an unknown key', () => make.token({}, { kid: 'nobody' })],
    ['no kid', () => forge(without(make.header(), 'kid'), make.claims(), keys.RS256.privateKey)],
    ['a kid that is a path', () => make.token({}, { kid: '../../dev/null' })],
    ['a kid that is SQL', () => make.token({}, { kid: "x' OR 1=1--" })],
    ['a kid of every object', () => make.token({}, { kid: '__proto__' })],
    ['a kid that is no string', () => make.token({}, { kid: 5 })],
    ['an embedded key', () => forge(make.header({ kid: 'x', jwk: foreign.jwk }), make.claims(), foreign.privateKey)],
    ['a jku', () => forge(make.header({ kid: 'x', jku: addressOf(trap) }), make.claims(), foreign.privateKey)],
    ['an x5u', () => forge(make.header({ kid: 'x', x5u: addressOf(trap) }), make.claims(), foreign.privateKey)],
    ['an x5c', () => forge(make.header({ x5c: ['MII'] }), make.claims(), foreign.privateKey)],
    ['a crit that is unknown', () => make.token({}, { crit: ['exp'], exp: 1 })],
    ['an unencoded payload', () => make.token({}, { crit: ['b64'], b64: false })],
    ['a tampered payload', () => make.token().replace(/\.[^.]+\./, `.${encode(make.claims({ scope: 'books:close' }))}.`)],
    ['a tampered signature', () => make.token().replace(/.{8}$/, 'AAAAAAAA')],
    ['no signature', () => make.token().replace(/[^.]+$/, '')],
    ['an expired token', () => make.token({ iat: seconds() - 3660, exp: seconds() - 60 })],
    ['no exp', () => make.token({ exp: undefined })],
    ['exp as text', () => make.token({ exp: String(seconds() + 60) })],
    ['exp null', () => make.token({ exp: null })],
    ['nbf in the future', () => make.token({ nbf: seconds() + 120 })],
    ['nbf as text', () => make.token({ nbf: 'now' })],
    ['iat as text', () => make.token({ iat: 'now' })],
    ['a foreign audience', () => make.token({ aud: 'https://elsewhere.example' })],
    ['an audience that begins like ours', () => make.token({ aud: `${audience}/` })],
    ['an audience of the other case', () => make.token({ aud: audience.toUpperCase() })],
    ['the audience of our own tokens', () => make.token({ aud: 'http://ledger.test' })],
    ['audience as an object', () => make.token({ aud: { [audience]: true } })],
    ['audience as a number', () => make.token({ aud: 5 })],
    ['an audience nested in a list', () => make.token({ aud: [[audience]] })],
    ['no audience', () => make.token({ aud: undefined })],
    ['a foreign issuer', () => make.token({ iss: 'https://elsewhere.example/' })],
    ['the issuer without its slash', () => make.token({ iss: issuer.issuer.slice(0, -1) })],
    ['the issuer in another case', () => make.token({ iss: issuer.issuer.toUpperCase() })],
    ['the other issuer', () => make.token({ iss: other.issuer })],
    ['our own issuer', () => make.profileToken({ iss: 'http://ledger.test', aud: 'http://ledger.test' })],
    ['no issuer', () => make.token({ iss: undefined })],
    ['issuer as a list', () => make.token({ iss: [issuer.issuer] })],
    ['a subject that is a number', () => make.token({ sub: 5 })],
    ['a token bound to a key', () => make.token({ cnf: { jkt: 'abc' } })],
    ['an encrypted token', () => `${encode({ alg: 'RSA-OAEP', enc: 'A256GCM', kid: keys.RS256.kid })}.AA.AA.AA.AA`],
    ['an opaque token', () => 'RkPIv7mXqWn0OhGc4HbmZ3M5w2Jt'],
    ['claims that are a list', () => forge(make.header(), [make.claims()], keys.RS256.privateKey)],
    ['claims that are a JWT', () => forge(make.header(), make.token(), keys.RS256.privateKey)],
    ['claims that are no JSON', () => forge(make.header(), '{"iss":', keys.RS256.privateKey)],
    ['a header that is no JSON', () => forge('{', make.claims(), keys.RS256.privateKey)],
    ['dots', () => '..'],
  ];

  test.each(refused)('the judge and we refuse: %s', async (_name, token) => {
    const made = token();
    expect(await askJudge(made)).toBe(401);
    await expectRefusal(made);
  });

  /** What the judge lets in: there is no harm in its tokens for what it does, but here a subject may be a developer. */
  const stricter: [string, () => string][] = [
    ['the type of an ID token’s like', () => make.token({}, { typ: 'id+jwt' })],
    ['the type of an introspection answer', () => make.token({}, { typ: 'token-introspection+jwt' })],
    ['the type of a client assertion', () => make.token({}, { typ: 'client-authentication+jwt' })],
    ['the type of a logout token', () => make.token({}, { typ: 'logout+jwt' })],
    ['an ID token', () => make.token({ scope: undefined, nonce: 'abc' })],
    ['an ID token with a hash', () => make.token({ scope: undefined, at_hash: 'abc' })],
    ['a logout token', () => make.token({ scope: undefined, events: {} })],
    ['no subject', () => make.token({ sub: undefined })],
    ['an empty subject', () => make.token({ sub: '' })],
    ['a subject that is too long', () => make.token({ sub: 'x'.repeat(256) })],
    ['a subject that cannot be stored', () => make.token({ sub: 'a\0b' })],
    ['no iat', () => make.token({ iat: undefined })],
    ['iat as a fraction', () => make.token({ iat: seconds() - 0.5 })],
    ['iat far in the future', () => make.token({ iat: seconds() + 120 })],
    ['exp as a fraction', () => make.token({ exp: seconds() + 60.5 })],
    [
      'exp past every number',
      () => forge(make.header(), JSON.stringify(make.claims({ exp: 0 })).replace('"exp":0', '"exp":1e400'), keys.RS256.privateKey),
    ],
    ['exp past every date', () => make.token({ exp: 9_000_000_000_000 })],
    ['a token bound to a certificate', () => make.token({ cnf: { 'x5t#S256': 'abc' } })],
    ['an embedded key beside a good signature', () => make.token({}, { jwk: foreign.jwk })],
    ['a jku beside a good signature', () => make.token({}, { jku: addressOf(trap) })],
    ['an x5u beside a good signature', () => make.token({}, { x5u: addressOf(trap) })],
    ['a compressed payload', () => make.token({}, { zip: 'DEF' })],
    ['a nested JWT', () => make.token({}, { cty: 'JWT' })],
    ['the form of RFC 9068 without a client', () => make.profileToken({ client_id: undefined })],
    ['the form of RFC 9068 without a jti', () => make.profileToken({ jti: undefined })],
    ['a client that is no string', () => make.token({ azp: 5 })],
    ['a scope that is a list', () => make.token({ scope: ['companies:read'] })],
    ['permissions that are text', () => make.token({ permissions: 'companies:read' })],
    ['permissions that are no texts', () => make.token({ permissions: [{ 'companies:read': true }] })],
    ['a claim that is there twice', () => twice(encode(make.header()), `{"scope":"books:close",${JSON.stringify(make.claims()).slice(1)}`)],
    [
      'a header parameter that is there twice',
      () => twice(encode(`{"kid":"x",${JSON.stringify(make.header()).slice(1)}`), JSON.stringify(make.claims())),
    ],
  ];

  test.each(stricter)('the judge accepts, and we refuse: %s', async (_name, token) => {
    const made = token();
    expect(await askJudge(made)).toBe(200);
    await expectRefusal(made);
  });

  test('no address in a token is ever fetched', () => {
    expect(visits).toBe(0);
  });

  test('a token that is far too long is not looked into, and one of 64 KB reaches nobody', async () => {
    const { auth } = server.services;
    await expect(auth.authenticate(`Bearer ${make.token({ padding: 'x'.repeat(12_500) })}`)).rejects.toThrow('The token is too long.');
    expect((await ask(make.token({ padding: 'x'.repeat(65_536) }))).status).toBe(431);
  });

  test('a token is refused from the second of its expiry', async () => {
    const token = make.token({ exp: seconds() + 5 });
    expect((await ask(token)).status).toBe(200);
    clock.advance(5_000);
    await expectRefusal(token);
    await expectRefusal(make.token({ exp: seconds() }));
    clock.advance(-5_000);
  });

  test.each<[string, () => string]>([
    ['is encrypted', () => `${encode({ alg: 'dir', enc: 'A256GCM' })}..AA.AA.AA`],
    ['is opaque', () => 'RkPIv7mXqWn0OhGc4HbmZ3M5w2Jt'],
  ])('whoever sends a token that %s is told to ask for our audience', async (_name, token) => {
    const made = token();
    const response = await ask(made);
    const challenge = response.headers.get('www-authenticate');
    expect(challenge).toContain(`The token is not a JWT for audience ${audience}; request it with audience=${audience}.`);
    expect(challenge + (await response.text())).not.toContain(made);
  });

  test('whoever sends a token for another audience is told to ask for ours', async () => {
    const challenge = (await ask(make.token({ aud: 'https://elsewhere.example' }))).headers.get('www-authenticate');
    expect(challenge).toContain(`meant for another audience than ${audience}; request it with audience=${audience}.`);
    expect(challenge).not.toContain('elsewhere');
  });

  test('a token of ours that is signed with an issuer’s key is refused, whatever key it names', async () => {
    for (const kid of [ours.kid, keys.RS256.kid]) {
      const claims = { iss: 'http://ledger.test', aud: 'http://ledger.test', sub: 'x', jti: 'y', client_id: 'x', scope: '' };
      await expectRefusal(make.token(claims, { typ: 'at+jwt', kid }));
    }
  });

  test('nothing of a refused token is logged', () => {
    const refusals = server.log.filter((line) => !line.includes('"status":200'));
    expect(refusals.length).toBeGreaterThan(50);
    expect(refusals.join('')).not.toMatch(/eyJ|@clients|auth0|refused for a reason of ours/);
    expect(server.log.join('')).not.toContain('eyJ');
  });

  async function expectRefusal(token: string): Promise<void> {
    const response = await ask(token);
    const body = (await response.json()) as { data?: unknown; errors: { extensions: { code: string } }[] };
    expect([response.status, body.errors[0]!.extensions.code, 'data' in body]).toEqual([401, 'UNAUTHENTICATED', false]);
    expect(response.headers.get('www-authenticate')).toMatch(
      /^Bearer realm="open-ledger", error="invalid_token", error_description="[^"\\]+", resource_metadata="http:[^"]+"$/,
    );
  }

  function hmac(secret: string): string {
    const signed = `${encode(make.header({ alg: 'HS256' }))}.${encode(make.claims())}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }

  function zeroSignature(): string {
    return withKey(keys.ES256)
      .token()
      .replace(/[^.]+$/, Buffer.alloc(64).toString('base64url'));
  }

  /** JSON with repeated members, signed as it is. */
  function twice(header: string, claims: string): string {
    return forge(Buffer.from(header, 'base64url').toString(), claims, keys.RS256.privateKey);
  }
});
