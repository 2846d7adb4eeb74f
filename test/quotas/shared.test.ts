import { forEachEngine, type TestDatabase } from '../support/engines';
import { startServer, type TestServer } from '../support/server';
import { answeredOf, ask, limit } from './support/asking';

forEachEngine((engine) => {
  let home: TestDatabase;
  beforeEach(async () => {
    home = await engine.createDatabase();
  });
  afterEach(() => home.drop());

  const rowsOf = async ({ database }: TestServer) => database.reader.rows(['owner', 'level'], 'from quota_buckets order by owner');

  test('a restart fills nothing, and time that passed meanwhile does', async () => {
    const before = await startServer(home.url);
    const client = await before.client('DEVELOPER');
    await limit(before, client, { costPerMinute: 100 });
    expect(await answeredOf(12, () => ask(before, client.token))).toBe(10);
    await before.close();
    const after = await startServer(home.url);
    expect(await answeredOf(12, () => ask(after, client.token))).toBe(0);
    await after.close();
    const later = await startServer(home.url);
    later.clock.advance(30_000);
    expect(await answeredOf(12, () => ask(later, client.token))).toBe(5);
    await later.close();
  });

  test('no request asks or tells the database of buckets, and what many developers used is one commit', async () => {
    const server = await startServer(home.url, { settings: { USAGE_METERING: 'false' } });
    const clients = await Promise.all(Array.from({ length: 5 }, () => server.client('DEVELOPER')));
    const free = await server.client('DEVELOPER');
    for (const client of clients) await limit(server, client, { costPerMinute: 10_000 });
    const all = [...clients, free];
    for (const { token } of all) await ask(server, token);
    await server.services.quotas.flush();
    const [reads, commits] = [jest.spyOn(server.database.reader, 'rows'), jest.spyOn(server.database.writer, 'run')];
    for (let each = 0; each < 10; each += 1) await Promise.all(all.map(({ token }) => ask(server, token)));
    expect(reads.mock.calls.filter(([, rest]) => rest.includes('quota_buckets'))).toEqual([]);
    const begun = commits.mock.calls.length;
    await server.services.quotas.flush();
    await server.services.quotas.flush();
    expect(commits.mock.calls.length - begun).toBeLessThanOrEqual(1);
    expect(await rowsOf(server)).toHaveLength(5);
    jest.restoreAllMocks();
    await server.close();
  });

  test('what could not be stored counts all the same, and is stored once it can be', async () => {
    const server = await startServer(home.url);
    const client = await server.client('DEVELOPER');
    await limit(server, client, { costPerMinute: 100 });
    await ask(server, client.token);
    await server.services.quotas.flush();
    const broken = jest.spyOn(server.database.writer, 'run').mockRejectedValue(new Error('no disk'));
    expect(await answeredOf(12, () => ask(server, client.token))).toBe(9);
    await server.services.quotas.flush();
    expect(await answeredOf(12, () => ask(server, client.token))).toBe(0);
    server.clock.advance(60_000);
    expect(await answeredOf(12, () => ask(server, client.token))).toBe(10);
    broken.mockRestore();
    await server.services.quotas.flush();
    expect((await rowsOf(server)).map(([, level]) => level)).toEqual([0]);
    await server.close();
  });

  test('a clock that is set back stops no bucket from filling', async () => {
    const server = await startServer(home.url);
    const client = await server.client('DEVELOPER');
    await limit(server, client, { costPerMinute: 100 });
    expect(await answeredOf(12, () => ask(server, client.token))).toBe(10);
    await server.services.quotas.flush();
    server.clock.advance(-3_600_000);
    const token = await server.token(client);
    expect((await ask(server, token)).code).toBe('THROTTLED');
    server.clock.advance(6_000);
    expect(await answeredOf(12, () => ask(server, token))).toBe(1);
    await server.close();
  });

  test('rows of buckets that are full again are deleted', async () => {
    const server = await startServer(home.url);
    const [one, two] = [await server.client('DEVELOPER'), await server.client('DEVELOPER')];
    for (const client of [one, two]) await limit(server, client, { costPerMinute: 100 });
    await ask(server, one.token);
    await server.services.quotas.flush();
    const [first] = (await rowsOf(server))[0]!;
    server.clock.advance(6_000);
    await ask(server, two.token);
    await server.services.quotas.flush();
    expect(await rowsOf(server)).toHaveLength(1);
    expect((await rowsOf(server))[0]![0]).not.toBe(first);
    expect((await ask(server, one.token)).cost!.remaining).toBe(90);
    await server.close();
  });

  if (engine.name === 'postgres') {
    test('two processes at once let through a burst each at most, and what was too much is owed', async () => {
      const [one, two] = [await startServer(home.url), await startServer(home.url)];
      const client = await one.client('DEVELOPER');
      await limit(one, client, { costPerMinute: 100 });
      await changesHeard(two, client.token);
      const answered = await answeredOf(80, (index) => ask(index % 2 ? one : two, client.token));
      expect(answered).toBeGreaterThanOrEqual(10);
      expect(answered).toBeLessThanOrEqual(20);
      for (const server of [one, two]) await server.services.quotas.flush();
      // With the request by which the other process was asked whether it knows.
      expect((await rowsOf(one)).map(([, level]) => level)).toEqual([100_000_000 - (answered + 1) * 10_000_000]);
      for (const server of [one, two]) server.clock.advance(600_000);
      const late = await answeredOf(80, async (index) => ask(index % 2 ? one : two, client.token));
      expect(late).toBeLessThanOrEqual(20);
      await Promise.all([one.close(), two.close()]);
    });

    test('one after the other, two processes let through no more than one does', async () => {
      const [one, two] = [await startServer(home.url), await startServer(home.url)];
      const client = await one.client('DEVELOPER');
      await limit(one, client, { costPerMinute: 100 });
      await changesHeard(two, client.token);
      let answered = 0;
      for (let turn = 0; turn < 8; turn += 1) {
        const server = turn % 2 ? one : two;
        answered += await answeredOf(2, () => ask(server, client.token));
        await server.services.quotas.flush();
      }
      expect(answered).toBeLessThanOrEqual(12);
      await one.services.quotas.flush();
      expect((await rowsOf(one)).map(([, level]) => level)).toEqual([100_000_000 - (answered + 1) * 10_000_000]);
      await Promise.all([one.close(), two.close()]);
    });

    test('a quota bites at once where it is set, and within two seconds in every other process', async () => {
      const [one, two] = [await startServer(home.url), await startServer(home.url)];
      const client = await one.client('DEVELOPER');
      expect((await ask(two, client.token)).cost).toBeUndefined();
      await limit(one, client, { costPerMinute: 100 });
      expect((await ask(one, client.token)).cost).toMatchObject({ limit: 100 });
      await changesHeard(two, client.token);
      await Promise.all([one.close(), two.close()]);
    });
  }
});

/** Resolves once a process knows that a client has a quota, which it must within two seconds; that costs ten. */
async function changesHeard(server: TestServer, token: string): Promise<void> {
  const end = Date.now() + 5_000;
  while ((await ask(server, token)).cost === undefined) {
    if (Date.now() > end) throw new Error('The other process has not heard of the quota.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
