import { exactSum, exactSumColumns, type Reader } from '../../database';
import { monthOf, type LedgerDate } from '../../shared/dates';

/** Posted net of an account in a currency, in minor units: debits less credits. */
export interface Balance {
  readonly accountKey: number;
  readonly currency: string;
  readonly net: bigint;
}

const FIRST_MONTH = 100_000;
const LAST_MONTH = 999_999;

/**
 * Reads balances from what is kept per month and day: at most the months before the day's and the days of its month,
 * however many transactions there are.
 */
export class BalanceRepository {
  constructor(private readonly reader: Reader) {}

  /** Of each account by itself, or with everything below it; undefined `asOf` means all of time. */
  ofAccounts(accountKeys: readonly number[], asOf: LedgerDate | undefined, includeChildren: boolean): Promise<Balance[]> {
    const { dialect } = this.reader;
    const list = dialect.list('?1', 'integer');
    const scope = includeChildren
      ? `(with recursive below(root, key) as (
          select key, key from accounts where key in ${list}
          union select below.root, a.key from accounts a join below on a.parent_key = below.key
        ) select root, key from below)`
      : `(select key as root, key from accounts where key in ${list})`;
    return this.sums(scope, [dialect.bindList(accountKeys)], asOf);
  }

  private async sums(scope: string, parameters: unknown[], asOf: LedgerDate | undefined): Promise<Balance[]> {
    const bind = (value: unknown) => `?${parameters.push(value)}`;
    const month = asOf === undefined ? LAST_MONTH + 1 : monthOf(asOf);
    const ranges = [[FIRST_MONTH, month - 1]];
    if (asOf !== undefined) ranges.push([month * 100, asOf]);
    // One range at a time, so that each is read from the key's index.
    const parts = ranges.map(
      ([from, to]) => `select s.root, b.currency, b.debit, b.credit
        from ${scope} s join balances b on b.account_key = s.key where b.period between ${bind(from)} and ${bind(to)}`,
    );
    const [high, low] = exactSumColumns('p.debit - p.credit');
    const rows = await this.reader.rows(
      ['p.root', 'p.currency', high, low],
      `from (${parts.join(' union all ')}) p group by p.root, p.currency order by p.root, p.currency`,
      parameters,
    );
    return rows.map(([root, currency, ...sum]) => ({
      accountKey: root as number,
      currency: currency as string,
      net: exactSum(sum[0], sum[1]),
    }));
  }
}
