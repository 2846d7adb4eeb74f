import type { Dialect } from './engine';
import type { Reading } from './readings';

/**
 * Internal keys for `count` new rows, ascending. Read under the lock of whatever the rows belong to, so that keys rise in the order of writing.
 * SQLite has one writer, so the next key follows the largest; PostgreSQL has a sequence that several processes share.
 */
export function newKeys(dialect: Dialect, table: string, sequence: string, count: number): Reading<number[]> {
  if (count === 0) return { query: undefined, of: () => [] };
  if (dialect.engine === 'postgres') {
    const query = { columns: [`nextval('${sequence}')`], rest: 'from generate_series(1, ?1::bigint)', parameters: [count] };
    return { query, of: (rows) => rows.map((row) => row[0] as number) };
  }
  const query = { columns: ['coalesce(max(key), 0)'], rest: `from ${table}`, parameters: [] };
  return { query, of: ([row]) => Array.from({ length: count }, (_, index) => (row![0] as number) + 1 + index) };
}
