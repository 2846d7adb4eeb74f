import type { Dialect, Reading } from '../../database';
import { grouped } from '../../shared/loaders';
import { transactionColumns, transactionFromRow } from '../transactions/transaction-row';
import type { Book } from './books';
import { HeldTransaction } from './desk';

/** Transactions that are to be changed or reversed, with the number of what reversed them. */
export function transactionsToHold(dialect: Dialect, keys: readonly number[]): Reading<unknown[][]> {
  if (keys.length === 0) return nothing;
  const columns = [...transactionColumns, 'r.number'];
  const rest = `from transactions t left join transactions r on r.reverses_key = t.key where t.key in ${dialect.list('?1', 'integer')}`;
  return { query: { columns, rest, parameters: [dialect.bindList(keys)] }, of: (rows) => rows };
}

/** Their lines. */
export function entriesToHold(dialect: Dialect, keys: readonly number[]): Reading<readonly Entry[]> {
  if (keys.length === 0) return nothing as Reading<never[]>;
  const query = {
    columns: ['e.transaction_key', 'a.id', 'e.amount', 'e.currency', 'e.memo'],
    rest: `from entries e join accounts a on a.key = e.account_key
      where e.transaction_key in ${dialect.list('?1', 'integer')} order by e.transaction_key, e.line`,
    parameters: [dialect.bindList(keys)],
  };
  return { query, of: (rows) => rows as Entry[] };
}

const nothing: Reading<unknown[][]> = { query: undefined, of: (rows) => rows };

/** What was read of them, by company and internal key; the books are of their companies, which are locked. */
export function heldTransactions(
  rows: readonly unknown[][],
  entries: readonly Entry[],
  books: ReadonlyMap<number, Book>,
): Map<number, Map<number, HeldTransaction>> {
  const held = new Map([...books.keys()].map((companyKey) => [companyKey, new Map<number, HeldTransaction>()]));
  const found = rows.map(transactionFromRow);
  const entriesOf = grouped(
    found.map(({ key }) => key),
    entries,
    ([key]) => key,
  );
  found.forEach((row, index) => {
    const { byId } = books.get(row.companyKey)!.chart;
    const lines = entriesOf[index]!.map(([, id, units, currency, memo]) => ({ account: byId.get(id)!, units, currency, memo }));
    held.get(row.companyKey)!.set(row.key, new HeldTransaction(row, lines, rows[index]!.at(-1) as number | null));
  });
  return held;
}

type Entry = [transactionKey: number, accountId: string, units: number, currency: string, memo: string | null];
