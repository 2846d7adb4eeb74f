/**
 * Writing over HTTP with GraphQL, tokens and durable commits, beside its yardsticks: the same mutation as one TypeORM transaction for each
 * request, and the journal writer without HTTP. Everything takes turns in one run. Then the same in books of a million transactions.
 * At the end the rows in the tables are counted, and the books verified.
 *
 *     npm run bench:write [-- --short] [--rounds N] [--seconds N] [--large N]      --large: transactions in the largest books
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres, type BenchPostgres } from './support/postgres';
import { startServer, type Kind } from './support/servers';
import { Worker } from './support/worker';
import { hotCodes, prepareBooks, type BenchBooks } from './write/books';
import { checkTables } from './write/check-tables';
import { findings } from './write/findings';
import { names } from './write/names';
import { alignedTable, Rounds } from './write/rounds';
import { BATCH, batches, CLIENTS, posts, rawWriter, reads, singles, type Subject, type Target } from './write/targets';

const SMALL = 10_000;
/** Sizes of a commit that the journal writer alone is tried with. */
const SIZES = [100, 500, 1000, 2000, 4000];

const { values: options } = parseArgs({
  options: { short: { type: 'boolean' }, rounds: { type: 'string' }, seconds: { type: 'string' }, large: { type: 'string' } },
});
const number = (text: string | undefined, short: number, full: number) => Number(text ?? (options.short ? short : full));
const ROUNDS = number(options.rounds, 2, 5);
const SECONDS = number(options.seconds, 1, 4);
const LARGE = number(options.large, 50_000, 1_000_000);

/** All that runs, to be stopped at the end. */
class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'open-ledger-bench-'));
  readonly rounds = new Rounds();
  readonly books: BenchBooks[] = [];
  readonly generator = new Worker('write/load-process.js');
  readonly raw = new Worker('write/raw-process.js');
  private readonly stops: (() => Promise<void>)[] = [];
  private postgres: BenchPostgres | undefined;

  /** Fresh books in an SQLite file of their own. */
  sqlite(name: string, transactions?: number): Promise<BenchBooks> {
    return this.prepare(name, `sqlite:${join(this.folder, `${name.replaceAll(' ', '-')}.sqlite`)}`, transactions);
  }

  async onPostgres(name: string): Promise<BenchBooks> {
    this.postgres ??= await startPostgres();
    return this.prepare(name, await this.postgres.database(`bench_${name.replaceAll(' ', '_')}`));
  }

  async serve(kind: Kind, books: BenchBooks): Promise<Subject> {
    const server = await startServer(kind, books.url);
    this.stops.push(() => server.stop());
    return { server, books, generator: this.generator };
  }

  /** Stops the servers, and compares their tables with what they acknowledged. */
  async check(): Promise<void> {
    await this.stopServers();
    console.log('Counting rows, and verifying the books:');
    for (const books of this.books.splice(0)) await checkTables(books);
  }

  async close(): Promise<void> {
    await this.stopServers();
    await Promise.all([this.generator.stop(), this.raw.stop()]);
    await this.postgres?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async stopServers(): Promise<void> {
    await Promise.all(this.stops.splice(0).map((stop) => stop()));
  }

  private async prepare(name: string, url: string, transactions?: number): Promise<BenchBooks> {
    const books = await prepareBooks(name, url, transactions);
    this.books.push(books);
    return books;
  }
}

async function main(): Promise<void> {
  const bench = new Bench();
  try {
    await besideYardsticks(bench);
    await asBooksGrow(bench);
    console.log(`\n${bench.rounds.table()}\n`);
    console.log(alignedTable(['compared', 'found', 'to reach'], findings(bench.rounds)));
  } finally {
    await bench.close();
  }
}

async function besideYardsticks(bench: Bench): Promise<void> {
  const sqlite = await bench.serve('ours', await bench.sqlite('sqlite'));
  const typeorm = await bench.serve('typeorm-writes', await bench.sqlite('typeorm on sqlite'));
  const postgres = await bench.serve('ours', await bench.onPostgres('postgres'));
  const typeormOnPostgres = await bench.serve('typeorm-writes', await bench.onPostgres('typeorm on postgres'));
  const alone = await bench.sqlite('the writer alone');
  const size = await bestSize(bench, alone);
  console.log(`\nWriting from ${CLIENTS} clients, ${SECONDS} s a turn; a second, and p50 / p99:`);
  const targets: Target[] = [
    singles(names.single, sqlite),
    singles(names.typeorm, typeorm),
    batches(names.batch, sqlite),
    rawWriter(names.alone, bench.raw, alone, size),
    singles(names.hotSingle, sqlite, hotCodes),
    batches(names.hotBatch, sqlite, hotCodes),
    posts(names.post, sqlite),
    singles(names.singlePostgres, postgres),
    singles(names.typeormPostgres, typeormOnPostgres),
    batches(names.batchPostgres, postgres),
  ];
  await bench.rounds.run(targets, ROUNDS, SECONDS);
  await bench.check();
}

/** How many transactions the journal writer alone does best to commit at once. */
async function bestSize(bench: Bench, books: BenchBooks): Promise<number> {
  console.log('The journal writer alone, by the size of a commit:');
  let best = { size: 0, rate: 0 };
  for (const round of ['warming up', 'measured']) {
    for (const size of SIZES) {
      const { rate } = await rawWriter('', bench.raw, books, size).run(Math.min(2, SECONDS));
      if (round === 'warming up') continue;
      console.log(`  ${String(size).padStart(5)}: ${rate.toFixed(0)}/s`);
      if (rate > best.rate) best = { size, rate };
    }
  }
  return best.size;
}

async function asBooksGrow(bench: Bench): Promise<void> {
  console.log(`\nFilling books of ${SMALL.toLocaleString('en')} and of ${LARGE.toLocaleString('en')} transactions …`);
  const empty = await bench.serve('ours', await bench.sqlite('empty'));
  const small = await bench.serve('ours', await bench.sqlite('small', SMALL));
  const large = await bench.serve('ours', await bench.sqlite('large', LARGE));
  const balance = 'query ($id: ID!) { account(id: $id) { balances(asOf: "2025-06-15") { amount } } }';
  const trial = `query ($id: ID!) {
    trialBalance(companyId: $id, asOf: "2025-06-15") { rows { account { code name } debit { amount } credit { amount } } totalDebit { amount } }
  }`;
  const targets: Target[] = [
    singles(names.singleEmpty, empty),
    singles(names.singleLarge, large),
    batches(names.batchEmpty, empty),
    batches(names.batchLarge, large),
    reads(names.balanceSmall, small, balance, { id: small.books.bankId }),
    reads(names.balanceLarge, large, balance, { id: large.books.bankId }),
    reads(names.trialSmall, small, trial, { id: small.books.companyId }),
    reads(names.trialLarge, large, trial, { id: large.books.companyId }),
  ];
  console.log(`As the books grow, batches of ${BATCH}:`);
  await bench.rounds.run(targets, ROUNDS, SECONDS);
  await bench.check();
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
