import type { AccountRow } from '../ledger';
import { formatAmount, money, type MoneyValue } from '../shared/money';

/** How a figure differs from the one that is compared with. */
export interface ReportChange {
  readonly amount: MoneyValue;
  /** Hundredths after the point, rounded half away from zero; null where there is nothing to compare with but zero. */
  readonly percent: string | null;
}

/** A section of a statement. Lines of depth 0 add up to the totals; deeper ones are counted in those above them. */
export interface ReportSection {
  readonly lines: readonly ReportLine[];
  readonly totals: readonly MoneyValue[];
  readonly changes: readonly (ReportChange | null)[];
}

/** What the columns of a statement have in common: the currency, and for each column the one that it is compared with. */
export class Columns {
  /** @param ends Where each column ends in time: what is compared is the nearest earlier one. */
  constructor(
    readonly currency: string,
    private readonly ends: readonly number[],
  ) {}

  get count(): number {
    return this.ends.length;
  }

  get zeros(): bigint[] {
    return this.ends.map(() => 0n);
  }

  /** Minor units, one for each column, as money. */
  amounts(units: readonly bigint[]): MoneyValue[] {
    return units.map((each) => money(each, this.currency));
  }

  /** The difference from the nearest earlier column; null for the earliest. */
  changes(units: readonly bigint[]): (ReportChange | null)[] {
    return units.map((each, column) => {
      const earlier = this.earlierThan(column);
      return earlier === undefined ? null : this.change(units[earlier]!, each);
    });
  }

  section(lines: readonly ReportLine[]): Section {
    const top = lines.filter(({ depth }) => depth === 0);
    return new Section(this, lines, sumOf(top, this.zeros));
  }

  private change(before: bigint, now: bigint): ReportChange {
    return { amount: money(now - before, this.currency), percent: before === 0n ? null : percent(now - before, before) };
  }

  private earlierThan(column: number): number | undefined {
    let found: number | undefined;
    this.ends.forEach((end, other) => {
      if (end < this.ends[column]! && (found === undefined || end > this.ends[found]!)) found = other;
    });
    return found;
  }
}

/** A section whose money is made when it is asked for. */
class Section implements ReportSection {
  constructor(
    private readonly columns: Columns,
    readonly lines: readonly ReportLine[],
    readonly units: readonly bigint[],
  ) {}

  get totals(): MoneyValue[] {
    return this.columns.amounts(this.units);
  }

  get changes(): (ReportChange | null)[] {
    return this.columns.changes(this.units);
  }
}

/** A line of a section; its money is made when it is asked for. */
export class ReportLine {
  /**
   * @param account null for a line that is no account's
   * @param units minor units for each column, sub-accounts included, positive on the section's side
   * @param own the same without the sub-accounts
   */
  constructor(
    private readonly columns: Columns,
    readonly account: AccountRow | null,
    readonly label: string,
    readonly depth: number,
    readonly units: readonly bigint[],
    private readonly own: readonly bigint[] = units,
  ) {}

  get amounts(): MoneyValue[] {
    return this.columns.amounts(this.units);
  }

  get ownAmounts(): MoneyValue[] {
    return this.columns.amounts(this.own);
  }

  get changes(): (ReportChange | null)[] {
    return this.columns.changes(this.units);
  }
}

/** Column by column. */
export function add(a: readonly bigint[], b: readonly bigint[]): bigint[] {
  return a.map((each, column) => each + b[column]!);
}

export function negate(units: readonly bigint[]): bigint[] {
  return units.map((each) => -each);
}

export function sumOf(figures: readonly { readonly units: readonly bigint[] }[], zeros: readonly bigint[]): bigint[] {
  return figures.reduce((sum, { units }) => add(sum, units), [...zeros]);
}

function percent(change: bigint, base: bigint): string {
  const size = base < 0n ? -base : base;
  const doubled = ((change < 0n ? -change : change) * 20_000n) / size;
  const hundredths = (doubled + 1n) / 2n;
  return formatAmount(change < 0n ? -hundredths : hundredths, 2);
}
