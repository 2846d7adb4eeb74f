import { AccountType } from '../ledger';
import { dayBefore, type LedgerDate } from '../shared/dates';
import type { MoneyValue } from '../shared/money';
import { accountLines } from './account-lines';
import { anyAccount, balancesOf, Figures, headOf, ofType, type ReportSources, type StatementHead, type StatementRequest } from './figures';
import { fiscalYearStart } from './periods';
import { add, Columns, negate, ReportLine, sumOf, type ReportSection } from './statement';

export interface BalanceSheetReport extends StatementHead {
  /** At the end of these days, in the order in which they were asked for. */
  readonly columns: readonly LedgerDate[];
  readonly assets: ReportSection;
  readonly liabilities: ReportSection;
  readonly equity: ReportSection;
  /** What total assets equal. */
  readonly totalLiabilitiesAndEquity: readonly MoneyValue[];
  /** The line of undistributed earnings, taken apart at the start of each column's fiscal year. */
  readonly earningsOfYear: readonly MoneyValue[];
  readonly earningsOfEarlierYears: readonly MoneyValue[];
}

const UNDISTRIBUTED_EARNINGS = 'Undistributed earnings';

/** What the company owns, owes and is left with at the end of each day. Assets always equal liabilities and equity. */
export async function balanceSheet(
  sources: ReportSources,
  request: StatementRequest,
  dates: readonly LedgerDate[],
): Promise<BalanceSheetReport> {
  const { company, currency, includeZero } = request;
  const yearEnds = dates.map((date) => dayBefore(fiscalYearStart(date, company.fiscalYearStartMonth)));
  const days = [...new Set([...dates, ...yearEnds])].sort((a, b) => a - b);
  const figures = await Figures.read(sources, request, days);
  const at = (wanted: readonly LedgerDate[]) => (units: readonly bigint[]) => {
    const balances = balancesOf(units);
    return wanted.map((day) => balances[days.indexOf(day)]!);
  };

  const columns = new Columns(currency, dates);
  const creditAt = (wanted: readonly LedgerDate[]) => (units: readonly bigint[]) => negate(at(wanted)(units));
  const lines = (type: AccountType, units: (units: readonly bigint[]) => readonly bigint[]) =>
    accountLines(columns, figures.of(ofType(type), units), figures.chart, { includeZero });
  const earnings = (wanted: readonly LedgerDate[]) =>
    sumOf(figures.of(ofType(AccountType.REVENUE, AccountType.EXPENSE), creditAt(wanted)), columns.zeros);
  const [all, earlier] = [earnings(dates), earnings(yearEnds)];
  const liabilities = columns.section(lines(AccountType.LIABILITY, creditAt(dates)));
  const undistributed = new ReportLine(columns, null, UNDISTRIBUTED_EARNINGS, 0, all);
  const equity = columns.section([...lines(AccountType.EQUITY, creditAt(dates)), undistributed]);
  return {
    ...headOf(request, figures.otherCurrencies(anyAccount, at(dates))),
    columns: dates,
    assets: columns.section(lines(AccountType.ASSET, at(dates))),
    liabilities,
    equity,
    totalLiabilitiesAndEquity: columns.amounts(add(liabilities.units, equity.units)),
    earningsOfYear: columns.amounts(add(all, negate(earlier))),
    earningsOfEarlierYears: columns.amounts(earlier),
  };
}
