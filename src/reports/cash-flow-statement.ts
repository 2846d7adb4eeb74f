import { AccountType, type AccountRow } from '../ledger';
import { dayBefore } from '../shared/dates';
import type { MoneyValue } from '../shared/money';
import { accountLines } from './account-lines';
import { activityOf, isAccumulatedDepreciation, isCash, isDepreciation, isUnclassified, type Activity } from './cash-flow-activities';
import {
  anyAccount,
  balancesOf,
  Figures,
  headOf,
  movedIn,
  ofType,
  type ReportSources,
  type StatementHead,
  type StatementRequest,
} from './figures';
import type { ReportPeriod } from './periods';
import { add, Columns, negate, ReportLine, sumOf, type ReportChange, type ReportSection } from './statement';

export interface CashFlowReport extends StatementHead {
  readonly columns: readonly ReportPeriod[];
  readonly operating: ReportSection;
  readonly investing: ReportSection;
  readonly financing: ReportSection;
  readonly openingCash: readonly MoneyValue[];
  readonly netChange: readonly MoneyValue[];
  readonly netChangeChanges: readonly (ReportChange | null)[];
  readonly closingCash: readonly MoneyValue[];
}

const NET_INCOME = 'Net income';
const UNCLASSIFIED = 'Unclassified: accounts without a subtype';
const OTHER_DEPRECIATION = 'Accumulated depreciation, other than by depreciation of the period';

/**
 * Where cash came from and went to in each period, by the indirect method: from net income through what moved on every account that is
 * not cash. Cash is the accounts of the subtype CASH. The three sections add up to its change because every transaction balances.
 */
export async function cashFlowStatement(
  sources: ReportSources,
  request: StatementRequest,
  periods: readonly ReportPeriod[],
): Promise<CashFlowReport> {
  const { currency } = request;
  const ends = periods.map(({ to }) => to);
  const figures = await Figures.read(sources, request, [dayBefore(periods[0]!.from), ...ends]);
  const columns = new Columns(currency, ends);
  const cash = sumOf(figures.of(isCash, balancesOf), [0n, ...columns.zeros]);
  const [opening, closing] = [cash.slice(0, -1), cash.slice(1)];
  const change = add(closing, negate(opening));
  const lines = new CashFlowLines(columns, figures, request.includeZero);
  return {
    ...headOf(
      request,
      [...new Set([figures.otherCurrencies(anyAccount, movedIn), figures.otherCurrencies(isCash, balancesOf)].flat())].sort(),
    ),
    columns: periods,
    operating: columns.section([lines.netIncome(), ...lines.depreciation(), ...lines.of('operating'), ...lines.unclassified()]),
    investing: columns.section([...lines.of('investing'), ...lines.otherDepreciation()]),
    financing: columns.section(lines.of('financing')),
    openingCash: columns.amounts(opening),
    netChange: columns.amounts(change),
    netChangeChanges: columns.changes(change),
    closingCash: columns.amounts(closing),
  };
}

class CashFlowLines {
  constructor(
    private readonly columns: Columns,
    private readonly figures: Figures,
    private readonly includeZero: boolean,
  ) {}

  netIncome(): ReportLine {
    return this.line(NET_INCOME, this.sum(ofType(AccountType.REVENUE, AccountType.EXPENSE), freed));
  }

  /** Taken off net income, but nobody was paid. */
  depreciation(): ReportLine[] {
    return this.accounts(isDepreciation, movedIn);
  }

  of(activity: Activity): ReportLine[] {
    return this.accounts((account) => activityOf(account) === activity, freed);
  }

  /** In one line, with its accounts below it, so that whoever reads it sees which of them want a subtype. */
  unclassified(): ReportLine[] {
    const lines = this.accounts(isUnclassified, freed, 1);
    return lines.length === 0 ? [] : [this.line(UNCLASSIFIED, this.sum(isUnclassified, freed)), ...lines];
  }

  /** Depreciation of the period has been added to net income; what else moved was sold or given up together with its asset. */
  otherDepreciation(): ReportLine[] {
    const other = add(this.sum(isAccumulatedDepreciation, freed), negate(this.sum(isDepreciation, movedIn)));
    return other.every((units) => units === 0n) ? [] : [this.line(OTHER_DEPRECIATION, other)];
  }

  private line(label: string, units: readonly bigint[]): ReportLine {
    return new ReportLine(this.columns, null, label, 0, units);
  }

  private accounts(wanted: Wanted, columnsOf: ColumnsOf, depth = 0): ReportLine[] {
    const { includeZero } = this;
    return accountLines(this.columns, this.figures.of(wanted, columnsOf), this.figures.chart, { includeZero, depth });
  }

  private sum(wanted: Wanted, columnsOf: ColumnsOf): bigint[] {
    return sumOf(this.figures.of(wanted, columnsOf), this.columns.zeros);
  }
}

type Wanted = (account: AccountRow) => boolean;
type ColumnsOf = (units: readonly bigint[]) => bigint[];

/** What an account credited is cash that came in, or did not go out. */
const freed: ColumnsOf = (units) => negate(movedIn(units));
