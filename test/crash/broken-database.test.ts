import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as after } from 'node:timers/promises';
import { Client } from 'pg';
import { byLength } from '../support/length';
import { startPostgres, type PostgresProcess } from '../support/postgres-process';
import { adminToken, ask, RemoteServer } from '../support/remote-server';
import { expectRecovery } from './support/after-a-crash';
import { Clients } from './support/clients';

const STRIKES = byLength({ short: 2, long: 30 });
const CLIENTS = 8;

const ours = "from pg_stat_activity where datname = current_database() and application_name like 'open-ledger %'";

describe('a server whose PostgreSQL breaks under it', () => {
  /** One of its own: others must not break with it. */
  let postgres: PostgresProcess;
  let directory: string;
  let server: RemoteServer;
  let clients: Clients;

  beforeAll(async () => {
    postgres = await startPostgres();
    directory = await mkdtemp(join(tmpdir(), 'open-ledger-broken-'));
    server = await RemoteServer.start(postgres.url, directory);
    const token = await adminToken(server.url);
    const open = 'mutation { createCompany(input: { legalName: "Acme" }) { company { id } } }';
    clients = new Clients((await ask(server.url, token, open)).createCompany.company.id, token);
  }, 60_000);
  afterAll(async () => {
    await server?.kill();
    await postgres?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  /** Strikes while clients post, lets them go on as far as they get, and looks at what became of their orders. */
  async function expectSurvival(strike: () => Promise<void>): Promise<number> {
    const working = clients.work(() => server.url, CLIENTS);
    await clients.acknowledge(randomInt(60), working);
    await strike();
    await clients.acknowledge(20, working);
    clients.stop();
    await working;
    while ((await fetch(`${server.url}/readyz`)).status !== 200) await after(50);
    return (await expectRecovery(postgres.url, server.url, clients)).unanswered;
  }

  async function withAdmin<T>(work: (admin: Client) => Promise<T>): Promise<T> {
    const admin = new Client({ connectionString: postgres.url });
    // It may be struck as well.
    admin.on('error', () => undefined);
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.end().catch(() => undefined);
    }
  }

  it(
    `keeps what it acknowledged, once and whole, where all its connections are ended (${STRIKES} times)`,
    async () => {
      for (let strike = 0; strike < STRIKES; strike += 1) {
        await expectSurvival(() => withAdmin(async (admin) => void (await admin.query(`select pg_terminate_backend(pid) ${ours}`))));
      }
    },
    STRIKES * 20_000,
  );

  it(
    `keeps what it acknowledged, once and whole, where PostgreSQL crashes and recovers (${STRIKES} times)`,
    async () => {
      let unanswered = 0;
      for (let strike = 0; strike < STRIKES; strike += 1) {
        unanswered += await expectSurvival(() =>
          withAdmin(async (admin) => {
            const { rows } = await admin.query<{ pid: number }>(`select pid ${ours} and application_name = 'open-ledger writer' limit 1`);
            // A backend that dies like this may have left shared memory in disorder: PostgreSQL ends all others and replays its log.
            process.kill(rows[0]!.pid, 'SIGKILL');
          }),
        );
      }
      expect(unanswered).toBeGreaterThan(0);
    },
    STRIKES * 20_000,
  );
});
