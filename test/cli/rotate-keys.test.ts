import { randomBytes } from 'node:crypto';
import { decodeProtectedHeader } from 'jose';
import { forEachEngine, type TestDatabase } from '../support/engines';
import { startServer } from '../support/server';
import { eventually, publishedKids, statusOf } from '../auth/signing-keys/support';
import { openLedger } from './support';

const secret = randomBytes(32).toString('hex');

/** The ids of the keys that the command lists. */
const kidsIn = (printed: string) => [...printed.matchAll(/^ {2}([\w-]{43}) {2}/gm)].map(([, kid]) => kid!);

forEachEngine((engine) => {
  describe('rotate-keys', () => {
    let database: TestDatabase;
    const rotate = (args: readonly string[] = [], environment: Record<string, string> = {}) =>
      openLedger(['rotate-keys', ...args], { DATABASE_URL: database.url, SIGNING_KEYS_SECRET: secret, ...environment });

    beforeEach(async () => {
      database = await engine.createDatabase();
    });
    afterEach(() => database.drop());

    test('publishes the next key and says from when it signs; asked again it changes nothing', async () => {
      const first = await rotate();
      expect(first).toMatchObject({ code: 0, err: '' });
      expect(first.out).toMatch(/^The next signing key is published:\n/);
      const [old, next] = kidsIn(first.out);
      expect(first.out).toMatch(new RegExp(`${old}  \\S+Z  \\S+Z\\n  ${next}  \\S+Z  the next is made$`));
      const second = await rotate();
      expect(second).toMatchObject({ code: 0, err: '' });
      expect(second.out).toMatch(/waits for its time\. Nothing has changed:/);
      expect(kidsIn(second.out)).toEqual([old, next]);
    });

    test('--now leaves one key, which signs at once', async () => {
      const before = kidsIn((await rotate()).out);
      const { code, out, err } = await rotate(['--now']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/^A new signing key signs from now on, and is the only one:\n/);
      const kids = kidsIn(out);
      expect(kids).toHaveLength(1);
      expect(before).not.toContain(kids[0]);
    });

    test('without the secret of the keys it fails and says what to set; --now goes on without it', async () => {
      await rotate();
      const other = randomBytes(32).toString('base64');
      for (const environment of [{ SIGNING_KEYS_SECRET: '' }, { SIGNING_KEYS_SECRET: other }]) {
        const { code, out, err } = await rotate([], environment);
        expect({ code, out }).toEqual({ code: 1, out: '' });
        expect(err).toMatch(/^open-ledger: .*SIGNING_KEYS_SECRET/);
        for (const text of [secret, other, 'eyJ', database.url]) expect(err).not.toContain(text);
      }
      expect(await rotate(['--now'], { SIGNING_KEYS_SECRET: other })).toMatchObject({ code: 0, err: '' });
      expect((await rotate([], { SIGNING_KEYS_SECRET: other })).code).toBe(0);
    });

    if (engine.name === 'postgres') {
      test('servers that run heed it: at once they sign with the new key, and refuse what the old ones signed', async () => {
        const clock = { now: () => Date.now() };
        const servers = [1, 2].map(() => startServer(database.url, { clock, settings: { SIGNING_KEYS_SECRET: secret } }));
        const [one, two] = await Promise.all(servers);
        const client = await one!.client('AUDITOR');
        expect(await statusOf(two!, client.token)).toBe(200);
        const [kid] = kidsIn((await rotate(['--now'])).out);
        const end = Date.now() + 2_000;
        for (const server of [one!, two!])
          await eventually(async () => (await statusOf(server, client.token)) === 401, 'the token is refused');
        expect(Date.now()).toBeLessThan(end);
        const token = await one!.token(client);
        expect([decodeProtectedHeader(token).kid, await publishedKids(two!), await statusOf(two!, token)]).toEqual([kid, [kid], 200]);
        await Promise.all([one!.close(), two!.close()]);
      });
    } else {
      test('with the server running it fails and says what to do', async () => {
        const server = await startServer(database.url, { settings: { SIGNING_KEYS_SECRET: secret } });
        const { code, out, err } = await rotate();
        expect({ code, out }).toEqual({ code: 1, out: '' });
        expect(err).toMatch(/stop the server, rotate, and start it again/);
        await server.close();
      });
    }
  });
});
