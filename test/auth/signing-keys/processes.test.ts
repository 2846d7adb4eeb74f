import { randomUUID } from 'node:crypto';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JWK } from 'jose';
import { rotateByHand } from '../../../src/auth';
import { SigningKeyEntity } from '../../../src/auth/signing-keys/signing-key.entity';
import { TestClock } from '../../support/clock';
import { forEachEngine } from '../../support/engines';
import { startServer, type TestClient, type TestServer } from '../../support/server';
import { encode } from '../support/forge';
import { eventually, publishedKeys, publishedKids, signingKid, statusOf } from './support';

const MINUTE = 60_000;

const kidOf = (token: string) => decodeProtectedHeader(token).kid;

/** Whoever checks our tokens without asking us: it keeps our keys for as long as we allow, and asks for no others meanwhile. */
class RelyingParty {
  private keys: readonly JWK[] = [];
  private askAgainAt = -Infinity;

  constructor(private readonly server: TestServer) {}

  async check(token: string): Promise<void> {
    const now = this.server.clock.now();
    if (now >= this.askAgainAt) {
      this.keys = await publishedKeys(this.server);
      this.askAgainAt = now + 5 * MINUTE;
    }
    await jwtVerify(token, createLocalJWKSet({ keys: [...this.keys] }), { currentDate: new Date(now) });
  }
}

forEachEngine((engine) => {
  test('while keys rotate no request fails: of clients that get tokens, call the API with new and old ones, and check them elsewhere', async () => {
    const { url, drop } = await engine.createDatabase();
    const clock = new TestClock();
    const servers = [await startServer(url, { clock })];
    if (engine.name === 'postgres') servers.push(await startServer(url, { clock }));
    const client = await servers[0]!.client('AUDITOR');
    const elsewhere = servers.map((server) => new RelyingParty(server));
    const tokens: { text: string; expiresAt: number }[] = [];
    const [kids, failures]: [Set<string>, unknown[]] = [new Set(), []];
    let requests = 0;
    const attempt = async (work: () => Promise<unknown>) => {
      requests += 1;
      await work().catch((error: unknown) => failures.push(error));
    };
    const call = async (server: TestServer, token: string) => {
      const status = await statusOf(server, token);
      if (status !== 200) throw new Error(`${status} for a token of the key ${kidOf(token)}`);
    };
    for (let minute = 0; minute < 240; minute += 3) {
      if (minute === 30 || minute === 120) await rotateEverywhere(servers);
      for (const server of servers) {
        await attempt(async () => {
          const text = await server.token(client);
          tokens.push({ text, expiresAt: clock.now() + 3_600_000 });
          kids.add(kidOf(text)!);
        });
      }
      const good = tokens.filter(({ expiresAt }) => expiresAt > clock.now());
      const tried = [good.at(0)!, good.at(good.length >> 1)!, good.at(-1)!].map(({ text }) => text);
      for (const text of tried) {
        await Promise.all(servers.map((server) => attempt(() => call(server, text))));
        await Promise.all(elsewhere.map((party) => attempt(() => party.check(text))));
      }
      clock.advance(3 * MINUTE);
    }
    expect(failures).toEqual([]);
    expect(requests).toBeGreaterThan(500);
    expect(kids.size).toBe(3);
    await Promise.all(servers.map((server) => server.close()));
    await drop();
  }, 60_000);

  async function rotateEverywhere(servers: readonly TestServer[]): Promise<void> {
    const [{ database, clock }] = servers as [TestServer];
    const { made } = await rotateByHand({ database, secrets: [], clock }, { atOnce: false });
    for (const server of servers) await eventually(async () => (await publishedKids(server)).includes(made!), 'the next key is heard of');
  }

  if (engine.name === 'postgres') {
    test('a key that another process has only just made is looked for when a token names it', async () => {
      const { url, drop } = await engine.createDatabase();
      const clock = new TestClock();
      const [one, two] = [await startServer(url, { clock }), await startServer(url, { clock })];
      const client = await one.client('AUDITOR');
      const { made } = await rotateByHand({ database: one.database, secrets: [], clock }, { atOnce: true });
      await one.services.auth.keys.reload();
      const token = await one.token(client);
      expect(kidOf(token)).toBe(made);
      expect(await statusOf(two, token)).toBe(200);
      await eventually(async () => (await statusOf(two, client.token)) === 401, 'the key that was taken back is heard of');
      expect(signingKid(two)).toBe(made);
      await Promise.all([one.close(), two.close()]);
      await drop();
    });

    test('by its age a key is followed by one that all processes sign with, whichever made it', async () => {
      const { url, drop } = await engine.createDatabase();
      const clock = new TestClock();
      const servers = [await startServer(url, { clock }), await startServer(url, { clock })];
      const client = await servers[0]!.client('AUDITOR');
      clock.advance(90 * 1_440 * MINUTE);
      for (const server of servers) await eventually(async () => (await publishedKids(server)).length === 2, 'the next key is published');
      clock.advance(20 * MINUTE);
      const tokens = await Promise.all(servers.map((server) => server.token(client)));
      expect(new Set(tokens.map(kidOf)).size).toBe(1);
      expect(await Promise.all([statusOf(servers[0]!, tokens[1]!), statusOf(servers[1]!, tokens[0]!)])).toEqual([200, 200]);
      expect(await servers[0]!.database.reader.manager.count(SigningKeyEntity)).toBe(2);
      await Promise.all(servers.map((server) => server.close()));
      await drop();
    });
  }

  describe('a thousand tokens that name keys which nobody has', () => {
    let server: TestServer;
    let client: TestClient;

    beforeAll(async () => {
      server = await startServer(engine);
      client = await server.client('AUDITOR');
    });
    afterAll(() => server.close());

    test('are refused, and the database is asked once', async () => {
      const payload = client.token.split('.')[1]!;
      const rows = jest.spyOn(server.database.reader, 'rows');
      const attempts = Array.from({ length: 1_000 }, async () => {
        const token = `${encode({ alg: 'RS256', typ: 'at+jwt', kid: randomUUID() })}.${payload}.c2lnbmF0dXJl`;
        return server.services.auth.authenticate(`Bearer ${token}`).then(
          () => 'let in',
          (error: { code?: string }) => error.code,
        );
      });
      expect(new Set(await Promise.all(attempts))).toEqual(new Set(['UNAUTHENTICATED']));
      const readings = rows.mock.calls.filter(([, rest]) => rest.includes('from signing_keys'));
      rows.mockRestore();
      expect(readings).toHaveLength(1);
      expect(await statusOf(server, client.token)).toBe(200);
    });
  });
});
