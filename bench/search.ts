/**
 * First pages and totals of searches, from rare words to words that every transaction has, in each order, on SQLite and on a PostgreSQL of
 * its own. Without HTTP; medians of a few turns.
 *
 *     npm run bench:search [-- SIZE]      SIZE: transactions in the books, default 1000000
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TransactionOrder } from '../src/ledger/transactions/transaction.types';
import { fillBooks } from './support/fill-books';
import { median } from './support/load';
import { withBooks, type Books } from './support/open-books';
import { startPostgres } from './support/postgres';

const ROUNDS = 5;
const ORDERS = ['DATE', 'NUMBER', 'CREATED_AT'] as const;

/** Every description has "Invoice" and a number of its own, every counterparty "Supplier" and one of 200 numbers. */
const searches: Readonly<Record<string, { readonly search?: string; readonly counterparty?: string }>> = {
  'a word that all have': { search: 'invoice' },
  'two words that all have': { search: 'invoice supplier' },
  'one in twenty': { search: 'supplier', counterparty: '17' },
  'one in two hundred': { search: 'invoice', counterparty: '99' },
  'a single one': { search: '4711' },
  'words that are nowhere together': { search: '4711', counterparty: '199' },
  'a word that none has': { search: 'zeppelin' },
};

async function main(): Promise<void> {
  const size = Number(process.argv[2] ?? 1_000_000);
  const folder = mkdtempSync(join(tmpdir(), 'open-ledger-bench-'));
  const postgres = await startPostgres();
  try {
    for (const url of [`sqlite:${join(folder, 'books.sqlite')}`, await postgres.database('search')]) {
      console.log(`Filling books of ${size.toLocaleString('en')} transactions on ${url.split(':')[0]} …`);
      await withBooks(url, 2_000, (books) => measure(books, size));
    }
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure({ database, ledger, companies, caller }: Books, size: number): Promise<void> {
  const company = await companies.create(caller, { legalName: 'Bench' });
  await fillBooks(ledger, caller, company.id, 0, size);
  // As autovacuum does in time.
  if (database.reader.dialect.engine === 'postgres') await database.writer.run((transaction) => transaction.run('analyze'));
  console.log(`${'ms'.padEnd(34)}${[...ORDERS, 'total'].map((name) => name.padStart(12)).join('')}`);
  for (const [name, filter] of Object.entries(searches)) {
    const pages = ORDERS.map((field) => async () => {
      await ledger.transactions.list(company.key, { filter, orderBy: { field, direction: 'DESC' } as TransactionOrder });
    });
    const total = async () => (await ledger.transactions.list(company.key, { filter, first: 0 })).totalCount();
    const times: string[] = [];
    for (const work of [...pages, total]) times.push((await timeOf(work)).toFixed(1).padStart(12));
    console.log(`${name.padEnd(34)}${times.join('')}`);
  }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
