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

export const positionOfLine = ({ date, transactionKey, line }: AccountLine): Position => [date, transactionKey, line];

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

  /** Minor units of the lines of a position's day that stand before it, or up to it. */
  async sumOfDay(scope: AccountLineScope, position: Position, upTo: 'before' | 'with'): Promise<bigint> {
    const { where, parameters } = conditionsOf(scope);
    const [date, ...rest] = position.map((value) => this.reader.dialect.position(`?${parameters.push(value)}`));
    where.push(`e.date = ${date}`, `(e.transaction_key, e.line) ${upTo === 'with' ? '<=' : '<'} (${rest.join(', ')})`);
    const [high, low] = exactSumColumns('e.amount');
    const rows = await this.reader.rows(
      [`coalesce(${high}, 0)`, `coalesce(${low}, 0)`],
      `${from} where ${where.join(' and ')}`,
      parameters,
    );
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
