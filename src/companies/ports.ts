import type { Permission } from '../auth';
import type { WriteTransaction } from '../database';
import type { ChartTemplate } from './company.types';

/** What the ledger does when a company comes into being or changes. Runs in the transaction of the change. */
export interface Books {
  /** Begins the journal of a new company, with the accounts of a chart. */
  open(transaction: WriteTransaction, companyKey: number, chart: ChartTemplate): Promise<void>;
  /** Locks the journal and tells writers that what they remember of the company is old. */
  touch(transaction: WriteTransaction, companyKey: number): Promise<void>;
}

/** Gives whoever opens a company access to it. Runs in the transaction of the opening. */
export interface Access {
  /** Answers with the permissions of the role. */
  grantInTransaction(
    transaction: WriteTransaction,
    grant: { developerKey: number; companyKey: number; role: string },
  ): Promise<readonly Permission[]>;
  /** Called after the commit, so that the grant counts at once. */
  changed(): void;
}
