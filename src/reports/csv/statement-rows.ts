import { formatDate } from '../../shared/dates';
import type { MoneyValue } from '../../shared/money';
import { cellOf } from '../../shared/spreadsheet-text';
import type { BalanceSheetReport } from '../balance-sheet';
import type { CashFlowReport } from '../cash-flow-statement';
import type { StatementHead } from '../figures';
import type { IncomeStatementReport } from '../income-statement';
import type { ReportPeriod } from '../periods';
import type { ReportLine, ReportSection } from '../statement';
import type { TrialBalanceReport } from '../trial-balance';

/** What a row is: an account's or another line, a sum, or a sentence about the statement. */
type RowKind = 'line' | 'total' | 'note';

/** Rows of cells as they stand in CSV; the first one is the heading. */
export type Rows = readonly (readonly string[])[];

/** `kind, account, name, debit, credit, currency` */
export function trialBalanceRows(report: TrialBalanceReport): Rows {
  const { rows, totalDebit, totalCredit, currency } = report;
  const row = (kind: RowKind, account: string, name: string, debit: MoneyValue, credit: MoneyValue) =>
    [kind, cellOf(account), cellOf(name), debit.amount, credit.amount, currency]; // prettier-ignore
  return [
    ['kind', 'account', 'name', 'debit', 'credit', 'currency'],
    ...rows.map(({ account, debit, credit }) => row('line', account.code, account.name, debit, credit)),
    row('total', '', 'Total', totalDebit, totalCredit),
    ...notes(report, (note) => ['note', '', note, '', '', '']),
  ];
}

/** As SectionRows says, with a column for each day. The last line of equity, undistributed earnings, is taken apart below it. */
export function balanceSheetRows(report: BalanceSheetReport): Rows {
  const rows = new SectionRows(report, report.columns.map(formatDate));
  return rows
    .section('Assets', report.assets)
    .section('Liabilities', report.liabilities)
    .lines('Equity', report.equity.lines)
    .line('Equity', '', 'of the fiscal year', 1, report.earningsOfYear)
    .line('Equity', '', 'of earlier years', 1, report.earningsOfEarlierYears)
    .total('Equity', 'Total equity', report.equity.totals)
    .total('', 'Total liabilities and equity', report.totalLiabilitiesAndEquity)
    .finish();
}

/** As SectionRows says, with a column for each period. */
export function incomeStatementRows(report: IncomeStatementReport): Rows {
  return new SectionRows(report, report.columns.map(formatPeriod))
    .section('Revenue', report.revenue)
    .section('Expenses', report.expenses)
    .total('', 'Net income', report.netIncome)
    .finish();
}

/** As SectionRows says, with a column for each period. */
export function cashFlowRows(report: CashFlowReport): Rows {
  return new SectionRows(report, report.columns.map(formatPeriod))
    .section('Operating activities', report.operating, 'Net cash from operating activities')
    .section('Investing activities', report.investing, 'Net cash from investing activities')
    .section('Financing activities', report.financing, 'Net cash from financing activities')
    .total('', 'Net change of cash', report.netChange)
    .total('', 'Cash at the beginning', report.openingCash)
    .total('', 'Cash at the end', report.closingCash)
    .finish();
}

/** An ISO 8601 interval, both days included. */
function formatPeriod({ from, to }: ReportPeriod): string {
  return `${formatDate(from)}/${formatDate(to)}`;
}

/** `kind, section, account, name, depth, currency`, and a column for each day or period. */
class SectionRows {
  private readonly rows: string[][];

  constructor(
    private readonly head: StatementHead,
    private readonly columns: readonly string[],
  ) {
    this.rows = [['kind', 'section', 'account', 'name', 'depth', 'currency', ...columns]];
  }

  section(title: string, { lines, totals }: ReportSection, totalLabel = `Total ${title.toLowerCase()}`): this {
    return this.lines(title, lines).total(title, totalLabel, totals);
  }

  lines(section: string, lines: readonly ReportLine[]): this {
    for (const { account, label, depth, amounts } of lines) this.line(section, account?.code ?? '', label, depth, amounts);
    return this;
  }

  line(section: string, account: string, label: string, depth: number, amounts: readonly MoneyValue[]): this {
    return this.add('line', section, account, label, depth, amounts);
  }

  total(section: string, label: string, amounts: readonly MoneyValue[]): this {
    return this.add('total', section, '', label, 0, amounts);
  }

  finish(): Rows {
    const empty = this.columns.map(() => '');
    return [...this.rows, ...notes(this.head, (note) => ['note', '', '', note, '', '', ...empty])];
  }

  private add(kind: RowKind, section: string, account: string, label: string, depth: number, amounts: readonly MoneyValue[]): this {
    const figures = amounts.map(({ amount }) => amount);
    this.rows.push([kind, section, cellOf(account), cellOf(label), String(depth), this.head.currency, ...figures]);
    return this;
  }
}

/** Figures in other currencies are not in the sums, so that they are must be said. */
function notes({ otherCurrencies }: Pick<StatementHead, 'otherCurrencies'>, row: (note: string) => string[]): string[][] {
  return otherCurrencies.length === 0 ? [] : [row(`Figures in other currencies are left out: ${otherCurrencies.join(', ')}`)];
}
