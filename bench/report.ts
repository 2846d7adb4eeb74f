/**
 * Statements as the books grow: the median time of each beside a plain SUM … GROUP BY over the entries that gives the same figures, taking
 * turns, without HTTP around them.
 *
 *     npm run bench:report [-- LARGEST] [-- --engine ENGINE]
 *
 * LARGEST: transactions in the largest books, default 1000000. ENGINE: sqlite or postgres, default one after the other.
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createReports } from '../src/reports';
import { ReportInterval } from '../src/reports/periods';
import { systemClock } from '../src/shared/clock';
import { fillBooks } from './support/fill-books';
import { median } from './support/load';
import { withBooks, type Books } from './support/open-books';
import { startPostgres } from './support/postgres';

const SIZES = [10_000, 100_000, 1_000_000];
const ROUNDS = 5;
const PLAIN_ROUNDS = 3;
/** Postings that a statement has changed by. */
const SINCE = 1000;
const [FROM, TO] = [20_230_101, 20_251_231];

interface Report {
  readonly name: string;
  readonly ask: () => Promise<unknown>;
  readonly plain: () => Promise<unknown>;
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { engine: { type: 'string' } } });
  const largest = Number(positionals[0] ?? SIZES.at(-1));
  if (values.engine !== 'postgres') await onSqlite(largest);
  if (values.engine !== 'sqlite') await onPostgres(largest);
}

async function onSqlite(largest: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'open-ledger-bench-'));
  try {
    await withBooks(`sqlite:${join(folder, 'books.sqlite')}`, 2_000, (books) =>
      compareSizes('SQLite', books, largest, async () => undefined),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onPostgres(largest: number): Promise<void> {
  const postgres = await startPostgres();
  try {
    await withBooks(await postgres.database('bench_report'), 2_000, (books) =>
      compareSizes('PostgreSQL', books, largest, () => postgres.vacuum('bench_report')),
    );
  } finally {
    await postgres.stop();
  }
}

/** `settle` does what a server of the engine does by itself after a while. */
async function compareSizes(engine: string, books: Books, largest: number, settle: () => Promise<void>): Promise<void> {
  const sizes: (readonly Report[])[] = [];
  const names: string[] = [];
  for (const size of SIZES.filter((wanted) => wanted <= largest)) {
    console.log(`${engine}: filling a company's books with ${size.toLocaleString('en')} transactions …`);
    const company = await books.companies.create(books.caller, { legalName: `Bench ${size}` });
    await fillBooks(books.ledger, books.caller, company.id, 0, size);
    sizes.push(await reportsOn(books, company));
    names.push(size.toLocaleString('en'));
  }
  await settle();
  console.log(`${engine}: median times in ms, and of a plain sum, in books of ${names.join(', ')} transactions:`);
  for (const index of sizes[0]!.keys()) await measure(sizes.map((reports) => reports[index]!));
}

/** One statement on books of every size, in turns, so that what else this machine does hits all alike. */
async function measure(sizes: readonly Report[]): Promise<void> {
  const times = sizes.map(() => ({ statement: [] as number[], plain: [] as number[] }));
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [index, { ask, plain }] of sizes.entries()) {
      const statement = await timesOf(ask, 20);
      if (round < 0) continue;
      times[index]!.statement.push(...statement);
      if (round < PLAIN_ROUNDS) times[index]!.plain.push(...(await timesOf(plain, 1)));
    }
  }
  const medians = times.map(({ statement, plain }) => ({ statement: median(statement), plain: median(plain) }));
  const [first, last] = [medians[0]!, medians.at(-1)!];
  const list = (figures: readonly number[]) => figures.map((figure) => figure.toFixed(2).padStart(9)).join('');
  console.log(
    `  ${sizes[0]!.name.padEnd(36)}${list(medians.map(({ statement }) => statement))}   plain${list(medians.map(({ plain }) => plain))}` +
      `   largest: ${(last.statement / first.statement).toFixed(2)} times the smallest, ${(last.plain / last.statement).toFixed(0)} times faster than the plain sum`,
  );
}

async function timesOf(work: () => Promise<unknown>, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times;
}

async function reportsOn(books: Books, company: { id: string; key: number }): Promise<Report[]> {
  const { caller, companies, ledger, database } = books;
  const { reports } = createReports({ companies, ledger, clock: systemClock });
  const base = { companyId: company.id };
  const period = { ...base, from: FROM, to: TO };
  const years = [20_241_231, 20_231_231];
  const accounts = await ledger.accounts.list(company.key, { codePrefix: '1000' }, {});
  const bank = { ...period, accountId: accounts.nodes[0]!.id };
  const middle = await middleOf(books, await reports.generalLedger(caller, { ...bank, first: 1 }), accounts.nodes[0]!.key);

  const [[knownAt]] = (await database.reader.rows(
    ['t.posted_at'],
    'from transactions t join journals j on j.company_key = t.company_key where t.company_key = ?1 and t.number = j.last_number - ?2',
    [company.key, SINCE],
  )) as [[number]];

  /** What the same figures cost without balances that are kept. */
  const sum = (columns: string, where = '') =>
    database.reader.rows(
      [columns, 'e.currency', 'sum(e.amount)'],
      `from entries e join transactions t on t.key = e.transaction_key
        where t.company_key = ?1 and t.number is not null ${where} group by ${columns}, e.currency`,
      [company.key],
    );
  const byAccount = () => sum('e.account_key', `and e.date <= ${TO}`);
  const byMonth = () => sum('e.account_key * 1000000 + e.date / 100', `and e.date between ${FROM} and ${TO}`);
  return [
    { name: 'trial balance', ask: () => reports.trialBalance(caller, { ...base, asOf: TO }), plain: byAccount },
    {
      name: 'balance sheet, 3 columns',
      ask: () => reports.balanceSheet(caller, { ...base, asOf: TO, compareTo: years }),
      plain: byAccount,
    },
    { name: 'income statement', ask: () => reports.incomeStatement(caller, period), plain: byAccount },
    {
      name: 'income statement, 36 months',
      ask: () => reports.incomeStatement(caller, { ...period, interval: ReportInterval.MONTH }),
      plain: byMonth,
    },
    { name: 'cash flow statement', ask: () => reports.cashFlowStatement(caller, period), plain: byAccount },
    {
      name: 'cash flow statement, 36 months',
      ask: () => reports.cashFlowStatement(caller, { ...period, interval: ReportInterval.MONTH }),
      plain: byMonth,
    },
    { name: 'general ledger, first page', ask: () => reports.generalLedger(caller, bank), plain: byAccount },
    { name: 'general ledger, page in the middle', ask: () => reports.generalLedger(caller, { ...bank, after: middle }), plain: byAccount },
    { name: 'general ledger, last page', ask: () => reports.generalLedger(caller, { ...bank, last: 50 }), plain: byAccount },
    {
      name: `what ${SINCE} postings changed`,
      ask: async () => (await reports.statementChanges(caller, { ...base, to: TO, knownAt })).transactions({}),
      plain: byAccount,
    },
  ];
}

/** The cursor of the line in the middle, as whoever turns pages up to there would hold it. */
async function middleOf({ database }: Books, page: { edges: readonly { cursor: string }[] }, accountKey: number): Promise<string> {
  const held = JSON.parse(Buffer.from(page.edges[0]!.cursor, 'base64url').toString()) as (string | number)[];
  const { reader } = database;
  const ofAccount = `from entries e where e.account_key = ?1`;
  const [[count]] = (await reader.rows(['count(*)'], ofAccount, [accountKey])) as [[number]];
  const offset = Math.floor(count / 2);
  const order = 'order by e.date, e.transaction_key, e.line';
  const [row] = (await reader.rows(['e.date', 'e.transaction_key', 'e.line', 'e.amount'], `${ofAccount} ${order} limit 1 offset ?2`, [
    accountKey,
    offset,
  ])) as [[number, number, number, number]];
  const [[balance]] = (await reader.rows(['sum(l.amount)'], `from (select e.amount ${ofAccount} ${order} limit ?2) l`, [
    accountKey,
    offset + 1,
  ])) as [[number]];
  const [date, key, line, amount] = row;
  return Buffer.from(JSON.stringify([held[0], date, key, line, String(balance), amount, held.at(-1)])).toString('base64url');
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
