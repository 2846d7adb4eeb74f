import { exactSum, exactSumColumns, keyset, type OrderColumn, type Reader } from '../../database';
import type { LedgerDate } from '../../shared/dates';
import type { PageRequest, Position } from '../../shared/pagination';
import type { JournalExtent } from '../journal/journal-extent';

/** A posted line of an account. */
export interface AccountLine {
  readonly date: LedgerDate;
  readonly transactionKey: number;
  readonly line: number;
  /** Minor units; a debit is above zero. */
  readonly units: number;
  readonly memo: string | null;
}

/** Which lines of an account: posted ones within the extent, in one currency, from one day to another. */
export interface AccountLineScope {
  readonly extent: JournalExtent;
  readonly accountKey: number;
  readonly currency: string;
  readonly from: LedgerDate;
  readonly to: LedgerDate;
}

const order: readonly OrderColumn[] = ['e.date', 'e.transaction_key', 'e.line'].map((expression) => {
  return { expression, type: 'number', descending: false };
});

/** Lines of one account by date, then in the order of writing, as the index of its entries has them. */
export class AccountLines {
  constructor(private readonly reader: Reader) {}

  /** One more than the page, where there are more. */
  async page(scope: AccountLineScope, page: PageRequest): Promise<AccountLine[]> {
    const { where, parameters } = conditionsOf(scope);
    // The days are bounds of the same kind as cursors, so that whichever is nearer is where the index is entered.
    const within = { ...page, after: page.after ?? [scope.from, 0, 0], before: page.before ?? [scope.to + 1, 0, 0] };
    const { conditions, tail } = keyset(this.reader.dialect, order, within, parameters);
    const rows = await this.reader.rows(
      ['e.date', 'e.transaction_key', 'e.line', 'e.amount', 'e.memo'],
      `${from} where ${[...where, ...conditions].join(' and ')} ${tail}`,
      parameters,
    );
    return (rows as [number, number, number, number, string | null][]).map(([date, transactionKey, line, units, memo]) => {
      return { date, transactionKey, line, units, memo };
    });
  }

  async count(scope: AccountLineScope): Promise<number> {
    const { where, parameters } = conditionsOf(scope);
    const bind = (value: unknown) => `?${parameters.push(value)}`;
    where.push(`e.date between ${bind(scope.from)} and ${bind(scope.to)}`);
    const rows = await this.reader.rows(['count(*)'], `${from} where ${where.join(' and ')}`, parameters);
    return rows[0]![0] as number;
  }

  /** Minor units of the lines of a position's day up to and with it. */
  sumOfDay(scope: AccountLineScope, position: Position): Promise<bigint> {
    const { where, parameters } = conditionsOf(scope);
    const [date, ...rest] = this.bound(position, parameters);
    where.push(`e.date = ${date}`, `(e.transaction_key, e.line) <= (${rest.join(', ')})`);
    return this.sum(`${from} where ${where.join(' and ')}`, parameters);
  }

  /** Minor units of the lines up to and with a position that were posted after a number of the journal. */
  sumSince(scope: AccountLineScope, position: Position, number: number): Promise<bigint> {
    const { where, parameters } = conditionsOf(scope);
    const since = `?${parameters.push(number)}`;
    const company = `?${parameters.push(scope.extent.companyKey)}`;
    where.push(`t.company_key = ${company}`, `t.number > ${since}`);
    where.push(`(e.date, e.transaction_key, e.line) <= (${this.bound(position, parameters).join(', ')})`);
    return this.sum(`from transactions t cross join entries e where ${where.join(' and ')}`, parameters);
  }

  private bound(position: Position, parameters: unknown[]): string[] {
    return position.map((value) => this.reader.dialect.position(`?${parameters.push(value)}`));
  }

  private async sum(rest: string, parameters: readonly unknown[]): Promise<bigint> {
    const [high, low] = exactSumColumns('e.amount');
    const rows = await this.reader.rows([`coalesce(${high}, 0)`, `coalesce(${low}, 0)`], rest, parameters);
    return exactSum(rows[0]![0], rows[0]![1]);
  }
}

/** Entries are read in the order of the account's index, and their transactions looked up: drafts have entries too. */
const from = 'from entries e cross join transactions t';

function conditionsOf({ extent, accountKey, currency }: AccountLineScope): { where: string[]; parameters: unknown[] } {
  return {
    where: ['e.account_key = ?1', 'e.currency = ?2', 't.key = e.transaction_key', 't.number <= ?3'],
    parameters: [accountKey, currency, extent.through],
  };
}
