import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { forEachEngine, type TestDatabase } from '../support/engines';
import { adminToken, ask, RemoteServer } from '../support/remote-server';

const HOUR = 3_600_000;
const FIRST = 100;
const SECOND = 50;

forEachEngine((engine) => {
  let home: TestDatabase;
  let directory: string;
  let server: RemoteServer | undefined;

  beforeEach(async () => {
    home = await engine.createDatabase();
    directory = await mkdtemp(join(tmpdir(), 'open-ledger-crash-'));
  });
  afterEach(async () => {
    await server?.kill();
    await rm(directory, { recursive: true, force: true });
    await home.drop();
  });

  it('SIGKILL loses no usage that was written, and counts nothing twice', async () => {
    server = await RemoteServer.start(home.url, directory);
    const { url } = server;
    const token = await adminToken(url);
    const send = (name: string, count: number) =>
      Promise.all(Array.from({ length: count }, () => ask(url, token, `query ${name} { viewer { roles } }`)));
    const from = new Date(Date.now() - HOUR).toISOString();
    const to = new Date(Date.now() + HOUR).toISOString();
    const report = (by: string) =>
      `{ usage(from: "${from}", to: "${to}", groupBy: [${by}]) { series { operation field figures { requests } } } }`;
    const series = async (at: string, by: string): Promise<{ operation: string; field: string; figures: { requests: number } }[]> =>
      (await ask(at, token, report(by))).usage.series;
    const sent = async (at: string, name: string) =>
      (await series(at, 'OPERATION')).find(({ operation }) => operation === name)?.figures.requests ?? 0;

    await send('First', FIRST);
    while ((await sent(url, 'First')) < FIRST) await after(50);
    await send('Second', SECOND);
    await server.kill();
    await server.restart();

    expect(await sent(server.url, 'First')).toBe(FIRST);
    const second = await sent(server.url, 'Second');
    expect(second).toBeLessThanOrEqual(SECOND);
    // Records and what they add up to are of one commit.
    const field = (await series(server.url, 'FIELD')).find(({ field: name }) => name === 'viewer');
    expect(field?.figures.requests).toBe(FIRST + second);
  }, 120_000);
});
