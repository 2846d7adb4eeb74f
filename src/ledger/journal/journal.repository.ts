import type { Column, WriteTransaction } from '../../database';
import { transactionColumns, transactionFromRow } from '../transactions/transaction-row';
import type { KnownKey } from './desk';

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
