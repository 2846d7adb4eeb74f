import type { EntityManager } from 'typeorm';
import type { Connection } from './connection';

/** What a unit of work sees of the transaction that it runs in. */
export interface WriteTransaction extends Connection {
  /** TypeORM's manager on the same transaction, for single rows; never save(), which begins a transaction of its own. */
  readonly manager: EntityManager;
}
