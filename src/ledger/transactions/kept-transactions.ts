import { LRUCache } from 'lru-cache';
import { settle } from '../../shared/settled';
import type { AccountRow } from '../accounts/account.repository';
import type { EntryRow, TransactionRow } from './transaction-row';
import { TransactionStatus } from './transaction.types';

/** Lines of posted transactions kept in memory, with what was made of them: some 30 MB. */
const KEPT_LINES = 50_000;

/**
 * Posted transactions that were read lately, with their lines and the accounts that these are on. One of them stands for a row that was
 * just read only if all cells are the same. The revision of the company's chart is among them, so that a change to an account, by whatever
 * process, is seen by whoever reads after it.
 */
export class KeptTransactions {
  private readonly kept = new LRUCache<number, TransactionRow>({
    maxSize: KEPT_LINES,
    sizeCalculation: ({ entries }) => entries!.length + 1,
  });

  /** The transaction whose cells these are; undefined where it is not kept, or not as it is now. */
  find(cells: readonly unknown[]): TransactionRow | undefined {
    const kept = this.kept.get(cells[0] as number);
    return kept?.cells!.every((cell, index) => cell === cells[index]) ? kept : undefined;
  }

  /** Keeps a transaction that was read, if it is posted: a posted line never changes. */
  keep(row: TransactionRow, entries: readonly EntryRow[], accounts: ReadonlyMap<number, AccountRow>): void {
    if (row.status !== TransactionStatus.POSTED || !row.cells) return;
    for (const entry of entries) entry.account = accounts.get(entry.accountKey);
    this.kept.set(row.key, settle({ ...row, entries }));
  }
}
