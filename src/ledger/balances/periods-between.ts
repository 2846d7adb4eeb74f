import { isMonthEnd, monthOf, type LedgerDate } from '../../shared/dates';

/** The first and the last period of a run of kept balances: both months (YYYYMM) or both days (YYYYMMDD). */
export type PeriodRange = readonly [low: number, high: number];

const FIRST_MONTH = 100_000;

/** The fewest kept periods that make up the days after one day, up to another; without the first, all days up to it. Months go before days. */
export function periodsBetween(after: LedgerDate | undefined, through: LedgerDate): PeriodRange[] {
  const last = monthOf(through);
  if (after !== undefined && monthOf(after) === last) return after < through ? [[after + 1, through]] : [];
  const ranges: PeriodRange[] = [[after === undefined ? FIRST_MONTH : monthOf(after) + 1, isMonthEnd(through) ? last : last - 1]];
  if (after !== undefined && !isMonthEnd(after)) ranges.push([after + 1, monthOf(after) * 100 + 31]);
  if (!isMonthEnd(through)) ranges.push([last * 100 + 1, through]);
  return ranges.filter(([low, high]) => low <= high);
}
