import { monthOf } from '../../shared/dates';

interface Line {
  readonly account: { readonly key: number };
  readonly currency: string;
  readonly units: number;
}

interface Change {
  readonly accountKey: number;
  readonly currency: string;
  readonly period: number;
  debit: number | bigint;
  credit: number | bigint;
}

const MAX_STORED = 2n ** 63n - 1n;

/** Collects what a commit adds to the kept balances: each entry counts in its day and in its month. */
export class BalanceChanges {
  private readonly changes = new Map<string, Change>();

  add(date: number, lines: readonly Line[]): void {
    for (const line of lines) {
      this.addTo(date, line);
      this.addTo(monthOf(date), line);
    }
  }

  /**
   * Rows of account, period, currency, debit, credit, in the order of the table's key. Sums past 2^53 are text.
   * @throws Error "balance out of range" where a sum does not fit the 64 bits of its column
   */
  rows(): unknown[][] {
    const sorted = [...this.changes.values()].sort((a, b) => a.accountKey - b.accountKey || a.period - b.period);
    return sorted.map(({ accountKey, period, currency, debit, credit }) => [accountKey, period, currency, stored(debit), stored(credit)]);
  }

  private addTo(period: number, { account, currency, units }: Line): void {
    const id = `${account.key} ${period} ${currency}`;
    let change = this.changes.get(id);
    if (!change) {
      change = { accountKey: account.key, currency, period, debit: 0, credit: 0 };
      this.changes.set(id, change);
    }
    if (units > 0) change.debit = sum(change.debit, units);
    else change.credit = sum(change.credit, -units);
  }
}

/** A number while that is exact, a BigInt from there on. */
function sum(total: number | bigint, units: number): number | bigint {
  const next = typeof total === 'number' ? total + units : total;
  if (typeof next === 'number' && Number.isSafeInteger(next)) return next;
  return BigInt(total) + BigInt(units);
}

function stored(total: number | bigint): number | string {
  if (typeof total === 'number') return total;
  if (total > MAX_STORED) throw new Error('balance out of range');
  return String(total);
}
