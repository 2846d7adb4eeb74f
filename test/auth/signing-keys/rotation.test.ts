import { decodeProtectedHeader } from 'jose';
import { KeySealing } from '../../../src/auth/signing-keys/key-sealing';
import { openSigningKeys } from '../../../src/auth/signing-keys/open-signing-keys';
import { rotateByHand } from '../../../src/auth';
import { publishNextKey } from '../../../src/auth/signing-keys/rotate-signing-keys';
import { isNextWaiting, isRotationDue, LEAD_TIME, UPKEEP_INTERVAL } from '../../../src/auth/signing-keys/schedule';
import { SigningKeyEntity } from '../../../src/auth/signing-keys/signing-key.entity';
import { TestClock } from '../../support/clock';
import { forEachEngine } from '../../support/engines';
import { startServer } from '../../support/server';
import { eventually, open, publishedKids, signingKid, statusOf } from './support';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 1_440 * MINUTE;

const kidOf = (token: string) => decodeProtectedHeader(token).kid;

forEachEngine((engine) => {
  test('by its age a key is followed by the next: published before it signs, and the old one until its last token has expired', async () => {
    const server = await startServer(engine);
    const client = await server.client('AUDITOR');
    const [old] = await publishedKids(server);
    server.clock.advance(90 * DAY - LEAD_TIME - SECOND);
    expect(await publishedKids(server)).toEqual([old]);
    server.clock.advance(MINUTE);
    await eventually(async () => (await publishedKids(server)).length === 2, 'the next key is published');
    const next = (await publishedKids(server)).find((kid) => kid !== old);
    expect(kidOf(await server.token(client))).toBe(old);

    const [row] = await server.database.reader.manager.find(SigningKeyEntity, { where: { kid: next! } });
    server.clock.set(row!.activatesAt - 1);
    const last = await server.token(client);
    expect(kidOf(last)).toBe(old);
    server.clock.advance(1);
    expect(kidOf(await server.token(client))).toBe(next);
    server.clock.set(row!.activatesAt - 1 + 3_599 * SECOND);
    expect([await statusOf(server, last), await publishedKids(server)]).toEqual([200, expect.arrayContaining([old, next])]);
    server.clock.advance(5 * MINUTE + SECOND + 1);
    expect([await statusOf(server, last), await publishedKids(server)]).toEqual([401, [next]]);
    await eventually(async () => (await server.database.reader.manager.count(SigningKeyEntity)) === 1, 'the retired key is deleted');
    expect(signingKid(server)).toBe(next);
    await server.close();
  });

  test('it signs only after whoever keeps our keys for as long as we allow, and every process of ours, must have it', async () => {
    const server = await startServer(engine);
    const { headers } = await server.fetch('/.well-known/jwks.json');
    const maxAge = Number(/max-age=(\d+)/.exec(headers.get('cache-control')!)![1]) * SECOND;
    const clientLibraries = 10 * MINUTE;
    expect(LEAD_TIME).toBeGreaterThan(maxAge + clientLibraries + UPKEEP_INTERVAL);
    await server.close();
  });

  test('a server that was off when the rotation was due makes it at its start', async () => {
    const { url, drop } = await engine.createDatabase();
    const clock = new TestClock();
    await (await startServer(url, { clock })).close();
    clock.advance(400 * DAY);
    const server = await startServer(url, { clock });
    await eventually(async () => (await publishedKids(server)).length === 2, 'the next key is published');
    expect(server.log.some((line) => line.includes('the next signing key is published'))).toBe(true);
    await server.close();
    await drop();
  });

  test('of many that notice at once that a rotation is due, one makes the key', async () => {
    const { url, drop } = await engine.createDatabase();
    const databases = [await open(url), ...(engine.name === 'postgres' ? [await open(url), await open(url)] : [])];
    const clock = new TestClock();
    const parts = databases.map((database) => ({ database, sealing: new KeySealing([]), clock }));
    await openSigningKeys(parts[0]!);
    clock.advance(90 * DAY);
    const rotations = [...parts, ...parts].map((each) => publishNextKey(each, (keys, now) => isRotationDue(keys, 90, now)));
    expect((await Promise.all(rotations)).filter((made) => made !== undefined)).toHaveLength(1);
    expect(await databases[0]!.reader.manager.count(SigningKeyEntity)).toBe(2);
    await Promise.all(databases.map((database) => database.close()));
    await drop();
  });

  test('the next key by hand is made once, and one by age is not due as well', async () => {
    const { url, drop } = await engine.createDatabase();
    const database = await open(url);
    const parts = { database, secrets: [], clock: new TestClock() };
    const first = await rotateByHand(parts, { atOnce: false });
    expect(first.keys.map(({ kid }) => kid)[1]).toBe(first.made);
    const second = await rotateByHand(parts, { atOnce: false });
    expect(second).toEqual({ made: undefined, keys: first.keys.map(({ kid }) => expect.objectContaining({ kid }) as unknown) });
    const stored = await database.reader.manager.find(SigningKeyEntity);
    expect(isRotationDue(stored, 1, parts.clock.now())).toBe(false);
    expect(isNextWaiting(stored, parts.clock.now() + LEAD_TIME)).toBe(false);
    await database.close();
    await drop();
  });

  test('a key that may be known to somebody else is replaced at once: what it signed is refused, remembered tokens too', async () => {
    const server = await startServer(engine);
    const client = await server.client('AUDITOR');
    await rotateByHand({ database: server.database, secrets: [], clock: server.clock }, { atOnce: false });
    expect(await statusOf(server, client.token)).toBe(200);
    const { made, keys } = await rotateByHand({ database: server.database, secrets: [], clock: server.clock }, { atOnce: true });
    expect(keys.map(({ kid }) => kid)).toEqual([made]);
    const end = Date.now() + 2_000;
    await eventually(async () => (await statusOf(server, client.token)) === 401, 'the old token is refused');
    expect(Date.now()).toBeLessThan(end);
    expect(await publishedKids(server)).toEqual([made]);
    const fresh = await server.token(client);
    expect([kidOf(fresh), await statusOf(server, fresh)]).toEqual([made, 200]);
    await server.close();
  });
});

describe('a rotation by age', () => {
  const born = Date.parse('2026-01-01T00:00:00Z');
  const key = { activatesAt: born, retiresAt: null };

  test.each<[string, boolean, Parameters<typeof isRotationDue>]>([
    ['is due where there is no key', true, [[], 90, born]],
    ['is due once the key is so old when the next one signs', true, [[key], 90, born + 90 * DAY - LEAD_TIME]],
    ['is not due before', false, [[key], 90, born + 90 * DAY - LEAD_TIME - 1]],
    ['goes by the latest key', false, [[key, { ...key, activatesAt: born + 80 * DAY }], 90, born + 90 * DAY]],
    ['is never due where it is switched off', false, [[key], 0, born + 9_000 * DAY]],
  ])('%s', (_name, due, parameters) => {
    expect(isRotationDue(...parameters)).toBe(due);
  });
});
