import { AccountType } from '../ledger';
import { dayBefore } from '../shared/dates';
import type { MoneyValue } from '../shared/money';
import { accountLines } from './account-lines';
import { Figures, headOf, movedIn, ofType, type ReportSources, type StatementHead, type StatementRequest } from './figures';
import type { ReportPeriod } from './periods';
import { add, Columns, negate, type ReportChange, type ReportSection } from './statement';

export interface IncomeStatementReport extends StatementHead {
  readonly columns: readonly ReportPeriod[];
  readonly revenue: ReportSection;
  readonly expenses: ReportSection;
  readonly netIncome: readonly MoneyValue[];
  readonly netIncomeChanges: readonly (ReportChange | null)[];
}

/** What the company earned and spent in each period; the periods follow each other without a gap. */
export async function incomeStatement(
  sources: ReportSources,
  request: StatementRequest,
  periods: readonly ReportPeriod[],
): Promise<IncomeStatementReport> {
  const { currency, includeZero } = request;
  const ends = periods.map(({ to }) => to);
  const figures = await Figures.read(sources, request, [dayBefore(periods[0]!.from), ...ends]);
  const columns = new Columns(currency, ends);
  const section = (type: AccountType, units: (units: readonly bigint[]) => bigint[]) =>
    columns.section(accountLines(columns, figures.of(ofType(type), units), figures.chart, { includeZero }));
  const revenue = section(AccountType.REVENUE, (units) => negate(movedIn(units)));
  const expenses = section(AccountType.EXPENSE, movedIn);
  const net = add(revenue.units, negate(expenses.units));
  return {
    ...headOf(request, figures.otherCurrencies(ofType(AccountType.REVENUE, AccountType.EXPENSE), movedIn)),
    columns: periods,
    revenue,
    expenses,
    netIncome: columns.amounts(net),
    netIncomeChanges: columns.changes(net),
  };
}
