import type { Query } from './connection';
import type { WriteTransaction } from './write-transaction';

/** Something to read, and what its rows come to; without a query nothing is asked, and there are no rows. */
export interface Reading<T> {
  readonly query: Query | undefined;
  readonly of: (rows: unknown[][]) => T;
}

/** What each of the readings comes to, in as few round trips as the database allows. */
export async function readEach<T extends unknown[]>(
  transaction: WriteTransaction,
  readings: readonly [...{ [Index in keyof T]: Reading<T[Index]> }],
): Promise<T> {
  const queries = readings.flatMap(({ query }) => query ?? []);
  const rows = await transaction.rowsOfEach(queries);
  return readings.map(({ query, of }) => of(query ? rows[queries.indexOf(query)]! : [])) as T;
}
