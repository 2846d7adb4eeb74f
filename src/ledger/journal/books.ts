import { LRUCache } from 'lru-cache';
import type { Books, ChartTemplate } from '../../companies';
import type { Reading, WriteTransaction } from '../../database';
import type { Clock } from '../../shared/clock';
import { newId } from '../../shared/ids';
import { AccountStatus } from '../accounts/account-types';
import { AccountEntity } from '../accounts/account.entity';
import { standardChart } from '../charts/standard-chart';
import { GENESIS } from './hash-chain';
import { JournalEntity } from './journal.entity';

/** What a posting needs to know of an account. */
export interface BookAccount {
  readonly key: number;
  readonly id: string;
  readonly code: string;
  readonly archived: boolean;
}

/** What a posting needs to know of a company and its chart; good for one revision of its journal. */
export interface Chart {
  readonly revision: number;
  readonly companyId: string;
  readonly archived: boolean;
  readonly byId: ReadonlyMap<string, BookAccount>;
  readonly byCode: ReadonlyMap<string, BookAccount>;
}

/** The state that a company's next posting stands on. Instants in ms, dates YYYYMMDD. */
export interface Book {
  readonly companyKey: number;
  readonly chart: Chart;
  /** Zero where the books are open. */
  closedThrough: number;
  revision: number;
  lastNumber: number;
  lastHash: string;
  lastPostedAt: number;
  /** Whether the head is to be written. */
  moved: boolean;
}

type Head = [companyKey: number, lastNumber: number, lastHash: string, lastPostedAt: number, closedThrough: number, revision: number];

/** Accounts kept in memory, over all companies. */
const KEPT_ACCOUNTS = 200_000;

/**
 * The journals of all companies, as the writer sees them. A journal's row is the lock of its company: whoever changes what postings
 * depend on takes it and raises its revision, and what is remembered here of an older revision is read again.
 */
export class JournalBooks implements Books {
  private readonly charts = new LRUCache<number, Chart>({ maxSize: KEPT_ACCOUNTS, sizeCalculation: (chart) => chart.byId.size + 1 });

  constructor(private readonly clock: Clock) {}

  async open(transaction: WriteTransaction, companyKey: number, chart: ChartTemplate): Promise<void> {
    await transaction.manager.insert(JournalEntity, {
      companyKey,
      lastNumber: 0,
      lastHash: GENESIS,
      lastPostedAt: null,
      booksClosedThrough: null,
      revision: 1,
    });
    if (chart === 'EMPTY') return;
    const now = this.clock.now();
    await transaction.manager.insert(
      AccountEntity,
      standardChart.map((account) => ({
        ...account,
        id: newId(),
        companyKey,
        parentKey: null,
        status: AccountStatus.ACTIVE,
        description: null,
        metadata: null,
        createdAt: now,
        updatedAt: now,
      })),
    );
  }

  async touch(transaction: WriteTransaction, companyKey: number): Promise<void> {
    await transaction.run('update journals set revision = revision + 1 where company_key = ?1', [companyKey]);
  }

  /** Locks the journals of some companies, and reads what stands in them. */
  heads({ dialect }: WriteTransaction, companyKeys: readonly number[]): Reading<readonly Head[]> {
    const query = {
      columns: ['company_key', 'last_number', 'last_hash', 'coalesce(last_posted_at, 0)', 'coalesce(books_closed_through, 0)', 'revision'],
      rest: `from journals where company_key in ${dialect.list('?1', 'integer')} order by company_key ${dialect.forUpdate}`,
      // In the order of their keys, so that no two processes wait for each other.
      parameters: [dialect.bindList([...companyKeys].sort((a, b) => a - b))],
      locks: true,
    };
    return { query, of: (rows) => rows as Head[] };
  }

  /** The books of journals whose heads were read, by company. */
  async at(heads: readonly Head[], transaction: WriteTransaction): Promise<Map<number, Book>> {
    const books = new Map<number, Book>();
    for (const [companyKey, lastNumber, lastHash, lastPostedAt, closedThrough, revision] of heads) {
      const chart = await this.chart(transaction, companyKey, revision);
      books.set(companyKey, { companyKey, chart, closedThrough, revision, lastNumber, lastHash, lastPostedAt, moved: false });
    }
    return books;
  }

  /** Forgets everything: after a transaction that failed, what it read may never have been committed. */
  forget(): void {
    this.charts.clear();
  }

  private async chart(transaction: WriteTransaction, companyKey: number, revision: number): Promise<Chart> {
    const known = this.charts.get(companyKey);
    if (known?.revision === revision) return known;
    const [[companyId, status]] = (await transaction.rows(['id', 'status'], 'from companies where key = ?1', [companyKey])) as [
      [string, string],
    ];
    const rows = await transaction.rows(['key', 'id', 'code', 'status'], 'from accounts where company_key = ?1', [companyKey]);
    const accounts = (rows as [number, string, string, string][]).map(([key, id, code, accountStatus]) => ({
      key,
      id,
      code,
      archived: accountStatus === 'ARCHIVED',
    }));
    const chart: Chart = {
      revision,
      companyId,
      archived: status === 'ARCHIVED',
      byId: new Map(accounts.map((account) => [account.id, account])),
      byCode: new Map(accounts.map((account) => [account.code, account])),
    };
    this.charts.set(companyKey, chart);
    return chart;
  }
}
