import type { WriteTransaction } from '../../database';
import { grouped } from '../../shared/loaders';
import { transactionColumns, transactionFromRow } from '../transactions/transaction-row';
import type { Book } from './books';
import { HeldTransaction } from './desk';

/** Reads transactions that are to be changed or reversed, in two statements: by company and internal key. The books of their companies are locked. */
export async function heldTransactions(
  transaction: WriteTransaction,
  keys: readonly number[],
  books: ReadonlyMap<number, Book>,
): Promise<Map<number, Map<number, HeldTransaction>>> {
  const held = new Map([...books.keys()].map((companyKey) => [companyKey, new Map<number, HeldTransaction>()]));
  if (keys.length === 0) return held;
  const { dialect } = transaction;
  const [list, bound] = [dialect.list('?1', 'integer'), [dialect.bindList(keys)]];
  const rows = await transaction.rows(
    [...transactionColumns, 'r.number'],
    `from transactions t left join transactions r on r.reverses_key = t.key where t.key in ${list}`,
    bound,
  );
  const entries = await transaction.rows(
    ['e.transaction_key', 'a.id', 'e.amount', 'e.currency', 'e.memo'],
    `from entries e join accounts a on a.key = e.account_key where e.transaction_key in ${list} order by e.transaction_key, e.line`,
    bound,
  );
  const found = rows.map(transactionFromRow);
  const entriesOf = grouped(
    found.map(({ key }) => key),
    entries as Entry[],
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
