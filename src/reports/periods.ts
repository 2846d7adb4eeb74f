import { lastDayOf, monthOf, type LedgerDate } from '../shared/dates';

export enum ReportInterval {
  MONTH = 'MONTH',
  QUARTER = 'QUARTER',
  YEAR = 'YEAR',
}

/** From one day to another, both of them included. */
export interface ReportPeriod {
  readonly from: LedgerDate;
  readonly to: LedgerDate;
}

const lengths: Record<ReportInterval, number> = { MONTH: 1, QUARTER: 3, YEAR: 12 };

/**
 * Cuts the days from `from` to `to` where months, or quarters or years of the company's fiscal year, end. The first and the last period may
 * be shorter than the rest. Stops after `most` periods and one more.
 */
export function cutPeriods(
  { from, to }: ReportPeriod,
  interval: ReportInterval | undefined,
  fiscalYearStartMonth: number,
  most: number,
): ReportPeriod[] {
  if (!interval) return [{ from, to }];
  const periods: ReportPeriod[] = [];
  for (let start = from; start <= to && periods.length <= most;) {
    const month = startOf(start, lengths[interval], fiscalYearStartMonth) + lengths[interval];
    periods.push({ from: start, to: Math.min(to, lastDayOf(fromCount(month - 1))) });
    start = fromCount(month) * 100 + 1;
  }
  return periods;
}

/** The first day of the fiscal year that a day lies in. */
export function fiscalYearStart(date: LedgerDate, fiscalYearStartMonth: number): LedgerDate {
  return fromCount(startOf(date, lengths.YEAR, fiscalYearStartMonth)) * 100 + 1;
}

/** The month, counted from year 0, in which the run of months that a day lies in starts. */
function startOf(date: LedgerDate, length: number, fiscalYearStartMonth: number): number {
  const count = Math.floor(date / 10_000) * 12 + (monthOf(date) % 100) - 1;
  const into = (count - (fiscalYearStartMonth - 1)) % length;
  return count - (into < 0 ? into + length : into);
}

function fromCount(count: number): number {
  return Math.floor(count / 12) * 100 + (count % 12) + 1;
}
