import { newId } from '../../src/shared/ids';
import { TestClock } from '../support/clock';
import { forEachEngine, type TestDatabase } from '../support/engines';
import { startServer, type TestServer } from '../support/server';

const SECOND = 1_000;
const settings = { ANOMALY_WATCH: 'true' };

forEachEngine((engine) => {
  let home: TestDatabase;
  let clock: TestClock;
  let servers: TestServer[];
  beforeEach(async () => {
    home = await engine.createDatabase();
    clock = new TestClock();
    servers = [];
  });
  afterEach(async () => {
    for (const server of servers) await server.close();
    await home.drop();
  });

  const start = async () => {
    const server = await startServer(home.url, { clock, settings });
    servers.push(server);
    return server;
  };
  const stop = async (server: TestServer) => {
    servers = servers.filter((other) => other !== server);
    await server.close();
  };
  const sweep = async (server: TestServer) => {
    await server.services.usage.flush();
    clock.advance(10 * SECOND);
    await server.services.anomalies.sweep();
  };
  const walk = async (server: TestServer, token: string, ids: number) => {
    const wanted = Array.from({ length: ids }, newId);
    const { errors } = await server.graphql('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: wanted }, token);
    expect(errors).toBeUndefined();
  };
  const kinds = async ({ database }: TestServer) => (await database.reader.rows(['kind'], 'from anomalies order by key')).flat();
  const holder = async ({ database }: TestServer) => (await database.reader.rows(['holder'], 'from anomaly_watch'))[0]?.[0];

  it('goes on after a restart where it was, with what happened in the minutes before', async () => {
    const first = await start();
    await sweep(first);
    const { token } = await first.client('DEVELOPER');
    await walk(first, token, 15);
    await sweep(first);
    expect(await kinds(first)).toEqual([]);
    // Written, and not looked at any more.
    await walk(first, token, 3);
    await stop(first);
    const second = await start();
    await sweep(second);
    expect(await kinds(second)).toEqual([]);
    await walk(second, token, 10);
    await sweep(second);
    expect(await kinds(second)).toEqual(['ID_WALK']);
  });

  it('raises nothing again after a restart', async () => {
    const first = await start();
    await sweep(first);
    const { token } = await first.client('DEVELOPER');
    await walk(first, token, 32);
    await sweep(first);
    expect(await kinds(first)).toEqual(['ID_WALK']);
    await stop(first);
    const second = await start();
    await walk(second, token, 32);
    await sweep(second);
    await sweep(second);
    expect(await kinds(second)).toEqual(['ID_WALK']);
  });

  it('commits nothing where nothing happens, but that it is there', async () => {
    const server = await start();
    await sweep(server);
    let commits = 0;
    server.database.writer.observe({ committed: () => void (commits += 1), retried: () => undefined });
    await server.services.anomalies.sweep();
    await server.services.anomalies.sweep();
    expect(commits).toBe(0);
    clock.advance(60 * SECOND);
    await server.services.anomalies.sweep();
    expect(commits).toBe(1);
  });

  it('loses nothing where the database refuses a commit', async () => {
    const server = await start();
    await sweep(server);
    const { token } = await server.client('DEVELOPER');
    await walk(server, token, 32);
    const { writer } = server.database;
    const run = writer.run.bind(writer);
    await server.services.usage.flush();
    clock.advance(10 * SECOND);
    writer.run = async (work) => {
      await run(work);
      throw new Error('The answer of the commit is lost.');
    };
    await expect(server.services.anomalies.sweep()).rejects.toThrow('lost');
    writer.run = () => Promise.reject(new Error('It cannot be written.'));
    await walk(server, token, 32);
    await expect(sweep(server)).rejects.toThrow('written');
    writer.run = run;
    await sweep(server);
    await sweep(server);
    expect(await kinds(server)).toEqual(['ID_WALK']);
  });

  it('looks at what was not read while nobody watched', async () => {
    const server = await start();
    await sweep(server);
    const { token } = await server.client('DEVELOPER');
    await stop(server);
    const blind = await startServer(home.url, { clock, settings: { ANOMALY_WATCH: 'false' } });
    servers.push(blind);
    await walk(blind, token, 32);
    await sweep(blind);
    expect([await kinds(blind), await holder(blind)]).toEqual([[], null]);
    await stop(blind);
    clock.advance(600 * SECOND);
    const again = await start();
    await sweep(again);
    expect(await kinds(again)).toEqual(['ID_WALK']);
  });

  if (engine.name === 'sqlite') return;

  it('is one of several: another takes over when it stops, or is silent for a minute', async () => {
    const one = await start();
    await sweep(one);
    const first = await holder(one);
    const two = await start();
    await sweep(two);
    expect(await holder(one)).toBe(first);
    await stop(one);
    await sweep(two);
    const second = await holder(two);
    expect([typeof second, second === first]).toEqual(['string', false]);
    const three = await start();
    await sweep(three);
    expect(await holder(three)).toBe(second);
    // It would say by its own timer that it is there.
    const { writer } = two.database;
    const run = writer.run.bind(writer);
    writer.run = () => Promise.reject(new Error('It hangs.'));
    clock.advance(61 * SECOND);
    await sweep(three);
    expect(await holder(three)).not.toBe(second);
    writer.run = run;
  });

  it('raises nothing twice where another has taken over without its knowing', async () => {
    const [one, two] = [await start(), await start()];
    await sweep(one);
    const { token } = await one.client('DEVELOPER');
    await walk(one, token, 32);
    clock.advance(61 * SECOND);
    await one.services.usage.flush();
    await Promise.all([two.services.anomalies.sweep(), two.services.anomalies.sweep(), one.services.anomalies.sweep()]);
    await sweep(one);
    await sweep(two);
    expect(await kinds(one)).toEqual(['ID_WALK']);
  });
});
