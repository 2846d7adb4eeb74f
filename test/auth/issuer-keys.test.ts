import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import pino from 'pino';
import { keysAddress } from '../../src/auth/outside-issuers/fetch-keys';
import { IssuerKeys } from '../../src/auth/outside-issuers/issuer-keys';
import { OutsideIssuers } from '../../src/auth/outside-issuers/outside-issuers';
import { TestClock } from '../support/clock';
import { newKey, startIssuer, type StaticIssuer } from './support/static-issuer';

const first = newKey('RS256');
const second = newKey('ES256');
const clock = new TestClock();
let log: string[];
let issuer: StaticIssuer;
let keys: IssuerKeys;
const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(line) });

beforeEach(async () => {
  log = [];
  issuer = await startIssuer(first);
  keys = new IssuerKeys(issuer.issuer, clock, logger);
});
afterEach(async () => {
  keys.close();
  await issuer.close();
});

const down = (response: ServerResponse) => void response.writeHead(500).end('out of order');
const unknown = (kid: string = randomUUID()) => keys.find(kid, 'RS256');
const known = () => keys.find(first.kid, 'RS256');

/** Resolves when the issuer is asked for its keys, with what lets it answer. */
function holdBack(): Promise<() => void> {
  return new Promise((asked) => {
    issuer.answerKeys = (response) => asked(() => response.end(JSON.stringify({ keys: issuer.published })));
  });
}

test('keys are fetched once for all who ask at once', async () => {
  const found = await Promise.all(Array.from({ length: 50 }, known));
  expect(new Set(found).size).toBe(1);
  expect(issuer.fetches).toBe(1);
});

test('a key is good for its own algorithm only', async () => {
  await known();
  await expect(keys.find(first.kid, 'PS256')).rejects.toThrow('names no known key');
  await expect(keys.find(first.kid, 'HS256')).rejects.toThrow('names no known key');
  clock.advance(60_000);
  await expect(keys.find(first.kid, 'ES256')).rejects.toThrow('names no known key');
  // It is there, so its issuer is not asked for it.
  expect(issuer.fetches).toBe(1);
});

test('a new key is found when a token names it, and no sooner than thirty seconds after the last look', async () => {
  await known();
  issuer.published = [first.jwk, second.jwk];
  await expect(keys.find(second.kid, 'ES256')).rejects.toThrow('names no known key');
  clock.advance(30_000);
  await expect(keys.find(second.kid, 'ES256')).resolves.toBeDefined();
  expect(issuer.fetches).toBe(2);
});

test('a thousand keys that nobody has cause two fetches at most, whether they come at once or one by one', async () => {
  await Promise.allSettled(Array.from({ length: 500 }, () => unknown()));
  for (let count = 0; count < 500; count += 1) await expect(unknown()).rejects.toThrow('names no known key');
  expect(issuer.fetches).toBeLessThanOrEqual(2);
  await expect(known()).resolves.toBeDefined();
});

test('a key that its issuer does not have is not asked for again for a minute', async () => {
  await known();
  clock.advance(30_000);
  await expect(unknown('bogus')).rejects.toThrow('names no known key');
  clock.advance(30_000);
  await expect(unknown('bogus')).rejects.toThrow('names no known key');
  expect(issuer.fetches).toBe(2);
  clock.advance(30_001);
  await expect(unknown('bogus')).rejects.toThrow('names no known key');
  expect(issuer.fetches).toBe(3);
});

test('a clock that is put back holds nothing up', async () => {
  await known();
  clock.advance(-3_600_000);
  issuer.published = [second.jwk];
  await expect(keys.find(second.kid, 'ES256')).resolves.toBeDefined();
  clock.advance(3_600_000);
});

test('the kid of a token is not remembered whatever its size', async () => {
  await known();
  clock.advance(30_000);
  await expect(unknown('x'.repeat(257))).rejects.toThrow('names no known key');
  expect(issuer.fetches).toBe(1);
});

test('while the issuer is down its last keys are good, unknown ones are looked for once in a while, and the trouble is told', async () => {
  await known();
  expect(keys.trouble).toBeUndefined();
  issuer.answerKeys = down;
  clock.advance(86_400_000);
  await keys.renew();
  expect(keys.trouble).toBe('old');
  await expect(known()).resolves.toBeDefined();
  for (let count = 0; count < 20; count += 1) await expect(unknown()).rejects.toThrow('names no known key');
  expect(issuer.fetches).toBe(2);
  clock.advance(30_000);
  await keys.renew();
  expect(issuer.fetches).toBe(3);
  issuer.answerKeys = undefined;
  clock.advance(30_000);
  await keys.renew();
  expect(keys.trouble).toBeUndefined();
  expect(log.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    'the keys of an outside issuer cannot be had',
    'the keys of an outside issuer cannot be had',
    'the keys of an outside issuer can be had again',
  ]);
});

test('until there are keys at all nobody is told that a token is bad', async () => {
  issuer.answerKeys = down;
  const refusal = { code: 'OVERLOADED', retryAfterSeconds: 30 };
  await expect(known()).rejects.toMatchObject(refusal);
  await expect(known()).rejects.toMatchObject(refusal);
  expect([issuer.fetches, keys.trouble]).toEqual([1, 'missing']);
  issuer.answerKeys = undefined;
  clock.advance(30_000);
  await expect(known()).resolves.toBeDefined();
});

test('whoever names a known key does not wait for an issuer that is slow', async () => {
  await known();
  clock.advance(30_000);
  const asked = holdBack();
  const waiting = Promise.allSettled(Array.from({ length: 100 }, () => unknown()));
  const answer = await asked;
  let settled = false;
  void waiting.then(() => (settled = true));
  await expect(known()).resolves.toBeDefined();
  await nextTurn();
  expect(settled).toBe(false);
  answer();
  await waiting;
  expect(issuer.fetches).toBe(2);
});

test('an issuer that takes longer than five seconds is waited for no longer', async () => {
  issuer.answerKeys = (response) => void response.write('{');
  await expect(known()).rejects.toMatchObject({ code: 'OVERLOADED' });
  expect(log.join('')).toMatch(/TimeoutError|timeout/);
});

test('when keys change, what was checked with them is to be checked again', async () => {
  await known();
  const { version } = keys;
  clock.advance(300_000);
  await keys.renew();
  expect(keys.version).toBe(version);
  issuer.published = [second.jwk];
  clock.advance(300_000);
  await keys.renew();
  expect(keys.version).toBeGreaterThan(version);
  await expect(known()).rejects.toThrow('names no known key');
});

test('keys are renewed every five minutes in the background, without being asked for', async () => {
  const rules = { audiences: ['a'], rolesClaim: undefined };
  const issuers = new OutsideIssuers([issuer.issuer], rules, clock, logger);
  const fetchesReach = async (count: number) => {
    while (issuer.fetches < count) await nextTurn();
  };
  issuers.start(1);
  await fetchesReach(1);
  while (issuers.trouble()) await nextTurn();
  clock.advance(299_999);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(issuer.fetches).toBe(1);
  clock.advance(1);
  await fetchesReach(2);
  issuers.stop();
});

const useless: [string, () => void][] = [
  ['metadata of another issuer', () => (issuer.metadata = { issuer: 'https://elsewhere.example/' })],
  ['metadata of the issuer without its slash', () => (issuer.metadata = { issuer: issuer.issuer.slice(0, -1) })],
  ['metadata without an address of keys', () => (issuer.metadata = { jwks_uri: undefined })],
  ['an address of keys that is a file', () => (issuer.metadata = { jwks_uri: 'file:///etc/passwd' })],
  ['an address of keys that is data', () => (issuer.metadata = { jwks_uri: `data:application/json,{"keys":[]}` })],
  ['keys that are no JSON', () => (issuer.answerKeys = (response) => response.end('<html>'))],
  ['keys that are a list', () => (issuer.answerKeys = (response) => response.end('[]'))],
  ['keys that are none', () => (issuer.answerKeys = (response) => response.end('{"keys":{}}'))],
  ['far too many keys', () => (issuer.published = Array.from({ length: 101 }, () => first.jwk))],
  ['far too much text', () => (issuer.answerKeys = (response) => response.end(JSON.stringify({ keys: [], more: 'x'.repeat(300_000) })))],
  [
    'text that unpacks to far too much',
    () => (issuer.answerKeys = (response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(' '.repeat(50_000_000)))),
  ],
  ['a status of failure', () => (issuer.answerKeys = down)],
  ['a broken connection', () => (issuer.answerKeys = (response) => response.destroy())],
];

test.each(useless)('the last keys stay where what comes is useless: %s', async (_what, spoil) => {
  await known();
  spoil();
  clock.advance(300_000);
  await keys.renew();
  expect(keys.trouble).toBe('old');
  await expect(known()).resolves.toBeDefined();
});

test('no redirection is followed', async () => {
  let visits = 0;
  const trap = createServer((_request, response) => {
    visits += 1;
    response.end(JSON.stringify({ keys: [first.jwk] }));
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  const location = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/`;
  issuer.answerKeys = (response) => void response.writeHead(302, { location }).end();
  await expect(known()).rejects.toMatchObject({ code: 'OVERLOADED' });
  expect(visits).toBe(0);
  trap.close();
});

const { d: _d, ...publicPart } = first.privateKey.export({ format: 'jwk' });
test.each<[string, object]>([
  ['a shared secret', { kty: 'oct', k: 'c2VjcmV0', alg: 'HS256' }],
  ['a shared secret for RS256', { kty: 'oct', k: 'c2VjcmV0', alg: 'RS256' }],
  ['a private key', { ...first.privateKey.export({ format: 'jwk' }), alg: 'RS256' }],
  ['a modulus that is too short', { ...publicPart, n: publicPart.n!.slice(0, 100), alg: 'RS256' }],
  ['a modulus that is no text', { ...publicPart, n: 5, alg: 'RS256' }],
  ['another algorithm', { ...publicPart, alg: 'RS512' }],
  ['an algorithm of another type', { ...second.jwk, alg: 'RS256' }],
  ['a point that is not on the curve', { ...second.jwk, alg: 'ES256', x: second.jwk.y }],
  ['a type of every object', { kty: '__proto__' }],
])('a key is left out, and no other: %s', async (_what, bad) => {
  issuer.published = ['no key', null, { ...bad, kid: 'bad' }, first.jwk];
  for (const algorithm of ['RS256', 'ES256', 'HS256']) await expect(keys.find('bad', algorithm)).rejects.toThrow('names no known key');
  await expect(known()).resolves.toBeDefined();
});

test('two keys of one id and one algorithm are told apart by nobody, so neither is taken', async () => {
  issuer.published = [first.jwk, { ...newKey('RS256').jwk, kid: first.kid }];
  await expect(known()).rejects.toThrow('names no known key');
});

test.each([
  ['https://issuer.example/', 'http://issuer.example/jwks'],
  ['https://issuer.example/', 'http://169.254.169.254/latest'],
  ['https://issuer.example/', 'ftp://issuer.example/jwks'],
  ['http://127.0.0.1/', '/jwks'],
  ['http://127.0.0.1/', 5],
])('%s may not name %s as the address of its keys', (name, address) => {
  expect(() => keysAddress(address, name)).toThrow('as safe as the issuer');
});

test('keys may lie on another host, over a connection that is safe', () => {
  expect(keysAddress('https://keys.example/jwks', 'https://issuer.example/')).toBe('https://keys.example/jwks');
});

test('a fetch that is under way ends when the server stops, and says nothing', async () => {
  const asked = holdBack();
  const waiting = known();
  await asked;
  keys.close();
  await expect(waiting).rejects.toMatchObject({ code: 'OVERLOADED' });
  expect(log).toEqual([]);
});
