import type { EntityManager } from 'typeorm';
import type { Connection, Query } from './connection';

/** What a unit of work sees of the transaction that it runs in. */
export interface WriteTransaction extends Connection {
  /** Rows of each query, read in as few round trips as the database allows. */
  rowsOfEach(queries: readonly Query[]): Promise<unknown[][][]>;
  /**
   * Runs a statement with the commit, after everything else and in the order in which it was given. All of these are one round trip on
   * SQLite, where they stand in the body of a trigger: no WITH, no ORDER BY or LIMIT in an UPDATE or DELETE.
   */
  later(statement: string, parameters: readonly unknown[]): void;
  /** TypeORM's manager on the same transaction, for single rows; never save(), which begins a transaction of its own. Batchers have none. */
  readonly manager: EntityManager;
}
