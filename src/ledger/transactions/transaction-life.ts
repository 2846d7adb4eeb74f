import type { Journal } from '../journal/journal';
import type { TransactionReferences } from './transaction-references';

/** What those need who change transactions that are there. */
export interface TransactionLife {
  readonly references: TransactionReferences;
  readonly journal: Journal;
}
