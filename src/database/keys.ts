import type { WriteTransaction } from './write-transaction';

/**
 * Internal keys for `count` new rows, ascending. Ask under the lock of whatever the rows belong to, so that keys rise in the order of writing.
 * SQLite has one writer, so the next key follows the largest; PostgreSQL has a sequence that several processes share.
 */
export async function takeKeys(transaction: WriteTransaction, table: string, sequence: string, count: number): Promise<number[]> {
  if (count === 0) return [];
  if (transaction.dialect.engine === 'postgres') {
    const rows = await transaction.rows([`nextval('${sequence}')`], 'from generate_series(1, ?1::bigint)', [count]);
    return rows.map((row) => row[0] as number);
  }
  const [[largest]] = (await transaction.rows(['coalesce(max(key), 0)'], `from ${table}`)) as [[number]];
  return Array.from({ length: count }, (_, index) => largest + 1 + index);
}
