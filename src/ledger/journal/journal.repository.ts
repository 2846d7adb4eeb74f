import type { Column, Dialect, Reading } from '../../database';
import { transactionColumns, transactionFromRow } from '../transactions/transaction-row';
import type { KnownKey } from './desk';

/** A text that one company's transactions may have once. */
export type Wanted = readonly [companyKey: number, text: string];

/** What earlier commits made of idempotency keys, by company and key. */
export function knownKeys(dialect: Dialect, wanted: readonly Wanted[]): Reading<Map<number, Map<string, KnownKey>>> {
  const width = transactionColumns.length;
  const query = lookUp(
    dialect,
    wanted,
    [...transactionColumns, 'k.idempotency_key', 'k.request_hash'],
    `join idempotency_keys k on k.company_key = w.company_key and k.idempotency_key = w.text
      join transactions t on t.key = k.transaction_key`,
  );
  const of = (rows: unknown[][]) => {
    const known = new Map<number, Map<string, KnownKey>>();
    for (const row of rows) {
      const found = transactionFromRow(row.slice(0, width));
      const own = known.get(found.companyKey) ?? new Map<string, KnownKey>();
      known.set(found.companyKey, own.set(row[width] as string, { requestHash: row[width + 1] as string, transaction: found }));
    }
    return known;
  };
  return { query, of };
}

/** Which of the external ids the companies' transactions have. */
export function takenExternalIds(dialect: Dialect, wanted: readonly Wanted[]): Reading<Map<number, Set<string>>> {
  const query = lookUp(
    dialect,
    wanted,
    ['t.company_key', 't.external_id'],
    'join transactions t on t.company_key = w.company_key and t.external_id = w.text',
  );
  const of = (rows: unknown[][]) => {
    const taken = new Map<number, Set<string>>();
    for (const [companyKey, externalId] of rows as [number, string][]) {
      taken.set(companyKey, (taken.get(companyKey) ?? new Set<string>()).add(externalId));
    }
    return taken;
  };
  return { query, of };
}

const wantedTable: readonly Column[] = [
  { name: 'company_key', type: 'integer' },
  { name: 'text', type: 'text' },
];

/** One statement for all companies of a commit. */
function lookUp(dialect: Dialect, wanted: readonly Wanted[], columns: readonly string[], joins: string): Reading<unknown>['query'] {
  if (wanted.length === 0) return undefined;
  return { columns, rest: `from ${dialect.given(wantedTable)} as w ${joins}`, parameters: dialect.bindRows(wantedTable, wanted) };
}
