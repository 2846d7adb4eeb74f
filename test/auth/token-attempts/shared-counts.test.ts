import { setTimeout as after } from 'node:timers/promises';
import { forEachEngine, type TestDatabase } from '../../support/engines';
import { startServer, type TestServer } from '../../support/server';
import { repeat, tally, throughGraphQL, throughHttp, wrong } from './support/attempts';

const settings = { TRUST_PROXY: '127.0.0.1' };
const from = '192.0.2.1';

forEachEngine((engine) => {
  let home: TestDatabase;
  beforeEach(async () => {
    home = await engine.createDatabase();
  });
  afterEach(() => home.drop());

  const rowsOf = async (server: TestServer) =>
    (await server.database.reader.rows(['subject', 'failures', 'succeeded_at'], 'from token_attempts order by subject')) as [
      string,
      string,
      number | null,
    ][];

  /** Resolves once as many subjects are stored, which takes half a second at most. */
  async function stored(server: TestServer, subjects: number): Promise<void> {
    const end = Date.now() + 3_000;
    while ((await rowsOf(server)).length !== subjects && Date.now() < end) await after(20);
    expect(await rowsOf(server)).toHaveLength(subjects);
  }

  test('failures and successes outlive a restart', async () => {
    const before = await startServer(home.url, { settings });
    const [client, known] = [await before.client('AUDITOR'), await before.client('AUDITOR')];
    expect(await throughHttp(before, known, from)).toMatchObject({ status: 200 });
    await repeat(7, () => throughHttp(before, wrong(client.clientId), from));
    await repeat(43, (index) => throughHttp(before, wrong(`sprayed${index}`), from));
    await before.close();
    const again = await startServer(home.url, { settings });
    expect(await throughHttp(again, client, from)).toMatchObject({ status: 429 });
    expect(await throughHttp(again, known, from)).toMatchObject({ status: 200 });
    again.clock.advance(60_000);
    expect(await repeat(2, () => throughHttp(again, wrong(client.clientId), from))).toEqual([401, 429]);
    await again.close();
  });

  test('without TRUST_PROXY what X-Forwarded-For says changes nothing', async () => {
    const server = await startServer(home.url);
    const client = await server.client('AUDITOR');
    const statuses = await repeat(12, (index) => throughHttp(server, wrong(client.clientId), `10.0.0.${index}, 10.1.1.${index}`));
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
    await server.close();
  });

  test('with TRUST_PROXY nothing counts but the address that the trusted proxy added', async () => {
    const server = await startServer(home.url, { settings });
    const client = await server.client('AUDITOR');
    const statuses = await repeat(12, (index) => throughHttp(server, wrong(client.clientId), `10.0.0.${index}, ${from}`));
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
    await server.close();
  });

  test('the limits can be set', async () => {
    const server = await startServer(home.url, {
      settings: { ...settings, TOKEN_FAILURES_PER_CLIENT: '2', TOKEN_FAILURES_PER_ADDRESS: '5' },
    });
    const client = await server.client('AUDITOR');
    expect(await repeat(3, () => throughHttp(server, wrong(client.clientId), from))).toEqual([401, 401, 429]);
    expect(await repeat(4, (index) => throughHttp(server, wrong(`sprayed${index}`), from))).toEqual([401, 401, 401, 429]);
    await server.close();
  });

  test('successes cost no commit once the first from an address is noted, which is again after a day', async () => {
    const server = await startServer(home.url, { settings });
    const client = await server.client('AUDITOR');
    expect(await throughHttp(server, client, from)).toMatchObject({ status: 200 });
    await stored(server, 2);
    // The time of a secret's last use, which others write, once a minute.
    await after(1_100);
    const commits = jest.spyOn(server.database.writer, 'run');
    await repeat(40, (index) => (index % 2 ? throughHttp : throughGraphQL)(server, client, from));
    await after(1_100);
    expect(commits).not.toHaveBeenCalled();
    commits.mockRestore();
    const before = (await rowsOf(server)).find(([, , succeededAt]) => succeededAt !== null)![2]!;
    server.clock.advance(86_400_000);
    expect(await throughHttp(server, client, from)).toMatchObject({ status: 200 });
    await after(1_200);
    expect((await rowsOf(server)).map(([, , succeededAt]) => succeededAt)).toContain(before + 86_400_000);
    await server.close();
  });

  test('a flood of failures is a commit each half a second, and nothing waits in the queue of writes', async () => {
    const server = await startServer(home.url, { settings });
    const commits = jest.spyOn(server.database.writer, 'run');
    const begun = performance.now();
    const statuses = await repeat(300, (index) => throughHttp(server, wrong(`flooded${index}`), `10.2.${index >> 8}.${index & 255}`));
    const seconds = (performance.now() - begun) / 1_000;
    expect(tally(statuses)).toEqual({ 401: 300 });
    expect(commits.mock.calls.length).toBeLessThanOrEqual(2 * Math.ceil(seconds) + 1);
    await server.close();
  });

  test('what is kept says neither what was sent as a client id nor as a secret, and is deleted when it counts no more', async () => {
    const server = await startServer(home.url, { settings });
    const secret = 'SecretInTheWrongField'.repeat(500);
    await throughHttp(server, { clientId: secret.slice(0, 5_000), clientSecret: secret.slice(0, 5_000) }, from);
    await throughGraphQL(server, { clientId: secret, clientSecret: secret }, from);
    await stored(server, 3);
    const rows = await rowsOf(server);
    expect(JSON.stringify(rows)).not.toContain('Secret');
    expect(Math.max(...rows.map(([subject]) => subject.length))).toBeLessThan(64);
    await server.close();
    const later = await startServer(home.url, { settings });
    later.clock.advance(600_000);
    await throughHttp(later, wrong('somebodyelse'), '192.0.2.2');
    await stored(later, 2);
    expect((await rowsOf(later)).map(([subject]) => subject)).toContain('192.0.2.2');
    await later.close();
  });

  test('failures that could not be written count all the same, and are written once they can be', async () => {
    const server = await startServer(home.url, { settings });
    const broken = jest.spyOn(server.database.writer, 'run').mockRejectedValue(new Error('no disk'));
    expect(await repeat(11, () => throughHttp(server, wrong('nobody'), from))).toEqual([...Array<number>(10).fill(401), 429]);
    await after(600);
    expect(await throughHttp(server, wrong('nobody'), from)).toMatchObject({ status: 429 });
    broken.mockRestore();
    await stored(server, 2);
    const counts = (await rowsOf(server)).map(([, failures]) => (JSON.parse(failures) as [number, number][]).map(([, count]) => count));
    expect(counts).toEqual([[10], [10]]);
    await server.close();
  });

  if (engine.name === 'postgres') {
    test('two processes on one database count together', async () => {
      const [one, two] = [await startServer(home.url, { settings }), await startServer(home.url, { settings })];
      const client = await one.client('AUDITOR');
      for (let turn = 0; turn < 5; turn += 1) {
        expect(await throughHttp(one, wrong(client.clientId), from)).toMatchObject({ error: 'invalid_client' });
        expect(await throughGraphQL(two, wrong(client.clientId), from)).toMatchObject({ error: 'UNAUTHENTICATED' });
      }
      await after(2_000);
      expect(await throughHttp(one, client, from)).toMatchObject({ status: 429 });
      expect(await throughHttp(two, client, from)).toMatchObject({ status: 429 });
      for (const { clock } of [one, two]) clock.advance(60_000);
      expect(await throughHttp(two, client, from)).toMatchObject({ status: 200 });
      await Promise.all([one.close(), two.close()]);
    });

    test('no failure is lost where two processes write at once', async () => {
      const many = { ...settings, TOKEN_FAILURES_PER_CLIENT: '1000', TOKEN_FAILURES_PER_ADDRESS: '5000' };
      const servers = [await startServer(home.url, { settings: many }), await startServer(home.url, { settings: many })];
      const ask = (server: TestServer) => repeat(120, (index) => throughHttp(server, wrong(`nobody${index % 3}`), from));
      expect((await Promise.all(servers.map(ask))).map(tally)).toEqual([{ 401: 120 }, { 401: 120 }]);
      await Promise.all(servers.map((server) => server.close()));
      const after = await startServer(home.url, { settings: many });
      const counts = (await rowsOf(after)).map(([, failures]) =>
        (JSON.parse(failures) as [number, number][]).reduce((sum, [, count]) => sum + count, 0),
      );
      expect(counts.toSorted((one, other) => one - other)).toEqual([80, 80, 80, 240]);
      await after.close();
    });

    test('guesses at once through two processes get through no more often than the limit for each', async () => {
      const servers = [await startServer(home.url, { settings }), await startServer(home.url, { settings })];
      const attempts = Array.from({ length: 100 }, (_, index) => throughHttp(servers[index % 2]!, wrong('nobody'), from));
      const { 401: checked, 429: refused } = tally((await Promise.all(attempts)).map(({ status }) => status));
      expect(checked! + refused!).toBe(100);
      expect(checked).toBeLessThanOrEqual(20);
      await after(2_000);
      const held = await Promise.all(servers.map((server) => throughHttp(server, wrong('nobody'), from)));
      expect(held).toMatchObject([{ status: 429 }, { status: 429 }]);
      await Promise.all(servers.map((server) => server.close()));
    });
  }
});
