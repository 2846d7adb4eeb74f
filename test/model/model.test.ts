import fc from 'fast-check';
import { forEachEngine, type TestDatabase } from '../support/engines';
import { byLength } from '../support/length';
import { startServer, type TestServer } from '../support/server';
import { expectSoundBooks } from '../support/sound-books';
import { expectAgreement } from './checks';
import { steps } from './steps';
import { World } from './world';

const RUNS = byLength({ short: 6, long: 200 });
const STEPS = byLength({ short: 40, long: 80 });

/** Milliseconds. */
const TIME_LIMIT = byLength({ short: 90_000, long: 3_600_000 });

/** What a failure prints, to have the same steps again: MODEL_SEED=… MODEL_PATH=… npx jest test/model */
const again = {
  ...(process.env['MODEL_SEED'] && { seed: Number(process.env['MODEL_SEED']) }),
  ...(process.env['MODEL_PATH'] && { path: process.env['MODEL_PATH'] }),
};

const tables = {
  accounts: 'company_key', transactions: 'company_key', journals: 'company_key', idempotency_keys: 'company_key', book_closings: 'company_key',
}; // prettier-ignore

forEachEngine((engine) => {
  let home: TestDatabase;
  let servers: TestServer[];

  /** On PostgreSQL two servers take turns with every request; an SQLite file belongs to one. */
  beforeAll(async () => {
    home = await engine.createDatabase();
    servers = [await startServer(home.url)];
    if (engine.name === 'postgres') servers.push(await startServer(home.url));
    // So far that no step backwards makes tokens of the future.
    for (const { clock } of servers) clock.advance(600_000);
  });
  afterAll(async () => {
    for (const server of servers) await server.close();
    await home.drop();
  });

  async function rowsOf(companyId: string): Promise<unknown> {
    const { reader } = servers[0]!.database;
    const key = '(select key from companies where id = ?1)';
    const all = (table: string, of: string) =>
      reader.manager.query<unknown[]>(`select * from ${table} where ${of} order by 1, 2, 3`, [companyId]);
    const mine = (of: string) => of.replaceAll('?1', engine.name === 'postgres' ? '$1' : '?1');
    return Promise.all([
      ...Object.entries(tables).map(([table, column]) => all(table, mine(`${column} = ${key}`))),
      all('entries', mine(`transaction_key in (select key from transactions where company_key = ${key})`)),
      all('balances', mine(`account_key in (select key from accounts where company_key = ${key})`)),
    ]);
  }

  it(
    `does to the books what a model of them says, and refuses what it refuses, in ${RUNS} times up to ${STEPS} random steps`,
    async () => {
      let taken = 0;
      await fc.assert(
        fc.asyncProperty(steps(STEPS), async (all) => {
          // Before the hour of the last one is over.
          const world = await World.open(servers, await servers[0]!.admin(), rowsOf);
          for (const step of all) {
            await world.take(step);
            for (const company of world.companies) await expectAgreement(world, company, servers[0]!.database);
            taken += 1;
          }
        }),
        // A failure is told with the steps that it is cut down to by then.
        { numRuns: RUNS, interruptAfterTimeLimit: TIME_LIMIT, markInterruptAsFailure: true, ...again },
      );
      await expectSoundBooks(home.url);
      process.stderr.write(`${engine.name}: ${taken} steps agree with the model.\n`);
    },
    2 * TIME_LIMIT,
  );
});
