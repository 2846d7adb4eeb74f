import type { Column, WriteTransaction } from '../../database';
import { grouped } from '../../shared/loaders';
import { transactionColumns, transactionFromRow } from '../transactions/transaction-row';
import type { Book } from './books';
import { HeldTransaction, type KnownKey } from './desk';

/** A text that one company's transactions may have once. */
export type Wanted = readonly [companyKey: number, text: string];

/** What earlier commits made of idempotency keys, by company and key. */
export async function knownKeys(transaction: WriteTransaction, wanted: readonly Wanted[]): Promise<Map<number, Map<string, KnownKey>>> {
  const width = transactionColumns.length;
  const rows = await lookUp(
    transaction,
    wanted,
    [...transactionColumns, 'k.idempotency_key', 'k.request_hash'],
    `join idempotency_keys k on k.company_key = w.company_key and k.idempotency_key = w.text
      join transactions t on t.key = k.transaction_key`,
  );
  const known = new Map<number, Map<string, KnownKey>>();
  for (const row of rows) {
    const found = transactionFromRow(row.slice(0, width));
    const own = known.get(found.companyKey) ?? new Map<string, KnownKey>();
    known.set(found.companyKey, own.set(row[width] as string, { requestHash: row[width + 1] as string, transaction: found }));
  }
  return known;
}

/** Which of the external ids the companies' transactions have. */
export async function takenExternalIds(transaction: WriteTransaction, wanted: readonly Wanted[]): Promise<Map<number, Set<string>>> {
  const rows = await lookUp(
    transaction,
    wanted,
    ['t.company_key', 't.external_id'],
    'join transactions t on t.company_key = w.company_key and t.external_id = w.text',
  );
  const taken = new Map<number, Set<string>>();
  for (const [companyKey, externalId] of rows as [number, string][]) {
    taken.set(companyKey, (taken.get(companyKey) ?? new Set<string>()).add(externalId));
  }
  return taken;
}

const wantedTable: readonly Column[] = [
  { name: 'company_key', type: 'integer' },
  { name: 'text', type: 'text' },
];

/** One statement for all companies of a commit. */
async function lookUp(
  transaction: WriteTransaction,
  wanted: readonly Wanted[],
  columns: readonly string[],
  joins: string,
): Promise<unknown[][]> {
  if (wanted.length === 0) return [];
  const { dialect } = transaction;
  return transaction.rows(columns, `from ${dialect.given(wantedTable)} as w ${joins}`, dialect.bindRows(wantedTable, wanted));
}

/** Transactions of the books with their lines, by company and internal key. */
export async function heldTransactions(
  transaction: WriteTransaction,
  keys: readonly number[],
  books: ReadonlyMap<number, Book>,
): Promise<Map<number, Map<number, HeldTransaction>>> {
  const held = new Map<number, Map<number, HeldTransaction>>();
  if (keys.length === 0) return held;
  const { dialect } = transaction;
  const [list, bound] = [dialect.list('?1', 'integer'), [dialect.bindList(keys)]];
  const rows = (await transaction.rows(transactionColumns, `from transactions t where t.key in ${list}`, bound)).map(transactionFromRow);
  const found = await transaction.rows(
    ['e.transaction_key', 'a.id', 'e.amount', 'e.currency', 'e.memo'],
    `from entries e join accounts a on a.key = e.account_key where e.transaction_key in ${list} order by e.transaction_key, e.line`,
    bound,
  );
  const lines = grouped(keys, found as Line[], ([key]) => key);
  const linesByKey = new Map(keys.map((key, index) => [key, lines[index]!]));
  for (const row of rows) {
    const { byId } = books.get(row.companyKey)!.chart;
    const own = linesByKey
      .get(row.key)!
      .map(([, accountId, units, currency, memo]) => ({ account: byId.get(accountId)!, units, currency, memo }));
    const ofCompany = held.get(row.companyKey) ?? new Map<number, HeldTransaction>();
    held.set(row.companyKey, ofCompany.set(row.key, new HeldTransaction(row, own)));
  }
  return held;
}

type Line = [transactionKey: number, accountId: string, units: number, currency: string, memo: string | null];
