import { LRUCache } from 'lru-cache';
import { settle } from '../../shared/settled';
import type { AccountRow } from '../accounts/account.repository';
import { transactionFromRow, type EntryRow, type TransactionRow } from './transaction-row';
import { TransactionStatus } from './transaction.types';

/** Lines of posted transactions kept in memory, with what was made of them: some 30 MB. */
const KEPT_LINES = 50_000;

/** Pages that are kept with their JSON, and the lines that they have together, since a page holds its lines when they are not kept otherwise. */
const KEPT_PAGES = 500;
const KEPT_PAGE_LINES = 100_000;

/** A page of nothing but kept transactions. */
export interface KeptPage {
  /** Of all that belongs to the company, when it was read. */
  readonly version: number | null;
  readonly json: string;
  readonly rows: readonly TransactionRow[];
}

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
  private readonly pages = new LRUCache<string, KeptPage>({
    max: KEPT_PAGES,
    maxSize: KEPT_PAGE_LINES,
    sizeCalculation: ({ rows }) => rows.reduce((lines, { entries }) => lines + (entries?.length ?? 0), 1),
  });

  /** The transaction whose cells these are: the kept one, if there is one and it is still so. */
  transaction(cells: readonly unknown[]): TransactionRow {
    const kept = this.kept.get(cells[0] as number);
    return kept?.cells!.every((cell, index) => cell === cells[index]) ? kept : transactionFromRow(cells);
  }

  /** What is known of a page. */
  page(query: string): KeptPage | undefined {
    return this.pages.get(query);
  }

  /** The transactions of a page that was read anew, of which one more than `limit` was asked for. One that reads the same is not even parsed. */
  pageRead(query: string, version: number | null, json: string, limit: number): readonly TransactionRow[] {
    const known = this.pages.get(query);
    const rows = known?.json === json ? known.rows : (JSON.parse(json) as unknown[][]).map((cells) => this.transaction(cells));
    if (rows.every(({ entries }, index) => entries !== undefined || index === limit)) this.pages.set(query, { version, json, rows });
    return rows;
  }

  /** Keeps a transaction that was read, if it is posted: a posted line never changes. */
  keep(row: TransactionRow, entries: readonly EntryRow[], accounts: ReadonlyMap<number, AccountRow>): void {
    if (row.status !== TransactionStatus.POSTED || !row.cells) return;
    for (const entry of entries) entry.account = accounts.get(entry.accountKey);
    this.kept.set(row.key, settle({ ...row, entries }));
  }
}
