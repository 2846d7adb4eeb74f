import { exactSum, exactSumColumns, type Column, type Reader } from '../../database';
import type { LedgerDate } from '../../shared/dates';
import { readExtent, type JournalExtent } from '../journal/journal-extent';
import { periodsBetween } from './periods-between';

/** What was posted to an account in one currency: minor units, debits less credits. */
export interface Movement {
  readonly accountKey: number;
  readonly currency: string;
  /** One for each day that was asked for: dated after the day before it in the list, up to the day itself. The first has all before it. */
  readonly units: readonly bigint[];
}

const periodColumns: readonly Column[] = ['segment', 'low', 'high'].map((name) => ({ name, type: 'integer' }));

/**
 * Reads what moved between days from what is kept per month and day, in one statement whatever the number of days and accounts. What was
 * posted after the extent is taken off again, so the cost is that of the chart and of what was posted since, not that of the books.
 */
export class Movements {
  constructor(private readonly reader: Reader) {}

  /** All that was posted up to an instant (ms since 1970), or up to now. */
  extent(companyKey: number, knownAt?: number): Promise<JournalExtent> {
    return readExtent(this.reader, companyKey, knownAt);
  }

  /** Of every account of the company that has any, or of one of them; `days` rise. By account key, then currency. */
  async between(extent: JournalExtent, days: readonly LedgerDate[], accountKey?: number): Promise<Movement[]> {
    const periods = days.flatMap((day, segment) => periodsBetween(days[segment - 1], day).map((range) => [segment, ...range]));
    const { dialect } = this.reader;
    const parameters = dialect.bindRows(periodColumns, periods);
    const bind = (value: unknown) => `?${parameters.push(value)}`;
    const [high, low] = exactSumColumns('m.net');
    const rows = await this.reader.rows(
      ['m.account_key', 'm.currency', 'm.segment', high, low],
      `from (with periods as materialized (select segment, low, high from ${dialect.given(periodColumns)} as given)
          ${sources(extent, accountKey, bind).join(' union all ')}) m
        group by m.account_key, m.currency, m.segment order by m.account_key, m.currency, m.segment`,
      parameters,
    );
    return collected(rows as Cell[], days.length);
  }
}

/** The shorter way: from what is kept, less what was posted after the extent, or from the transactions of the extent alone. */
function sources({ companyKey, through, last }: JournalExtent, accountKey: number | undefined, bind: (value: unknown) => string): string[] {
  const company = bind(companyKey);
  const account = accountKey === undefined ? undefined : bind(accountKey);
  const entries = (sign: '' | '-', comparison: string) => `select p.segment, e.account_key, e.currency, ${sign}e.amount as net
    from transactions t cross join entries e cross join periods p
    where t.company_key = ${company} and t.number ${comparison} ${bind(through)} and e.transaction_key = t.key
      ${account ? `and e.account_key = ${account}` : ''}
      and (e.date between p.low and p.high or e.date / 100 between p.low and p.high)`;
  if (through < last / 2) return [entries('', '<=')];
  // The days are the outer loop, so that each range is read from the key's index.
  const kept = `select p.segment, b.account_key, b.currency, b.debit - b.credit as net
    from periods p cross join accounts a cross join balances b
    where a.company_key = ${company} ${account ? `and a.key = ${account}` : ''}
      and b.account_key = a.key and b.period between p.low and p.high`;
  return [kept, entries('-', '>')];
}

type Cell = [accountKey: number, currency: string, segment: number, high: number, low: number];

function collected(rows: readonly Cell[], length: number): Movement[] {
  const movements: { accountKey: number; currency: string; units: bigint[] }[] = [];
  for (const [accountKey, currency, segment, high, low] of rows) {
    let current = movements.at(-1);
    if (current?.accountKey !== accountKey || current.currency !== currency) {
      current = { accountKey, currency, units: Array.from({ length }, () => 0n) };
      movements.push(current);
    }
    current.units[segment] = exactSum(high, low);
  }
  return movements;
}
