import type { Principal } from '../auth';
import type { Companies, CompanyRow } from '../companies';
import type { AccountLines, Accounts, Movements, Transactions } from '../ledger';
import type { Clock } from '../shared/clock';
import type { LedgerDate } from '../shared/dates';
import { RequestLoaders } from '../shared/loaders';
import { exponentOf } from '../shared/money';
import { parsePage, type PageArguments } from '../shared/pagination';
import { Violations } from '../shared/violations';
import { balanceSheet, type BalanceSheetReport } from './balance-sheet';
import { cashFlowStatement, type CashFlowReport } from './cash-flow-statement';
import type { StatementRequest } from './figures';
import { generalLedger, type GeneralLedgerPage } from './general-ledger';
import { incomeStatement, type IncomeStatementReport } from './income-statement';
import { cutPeriods, type ReportInterval, type ReportPeriod } from './periods';
import { statementChanges, type StatementChanges } from './statement-changes';
import { trialBalance, type TrialBalanceReport } from './trial-balance';

/** What every statement is asked for with. */
export interface StatementArguments {
  readonly companyId: string;
  readonly currency?: string | null;
  readonly includeZero?: boolean | null;
  /** Milliseconds since 1970. */
  readonly knownAt?: number | null;
}

export interface DayArguments extends StatementArguments {
  readonly asOf: LedgerDate;
}

export interface ComparedDayArguments extends DayArguments {
  readonly compareTo?: readonly LedgerDate[] | null;
}

export interface PeriodArguments extends StatementArguments {
  readonly from: LedgerDate;
  readonly to: LedgerDate;
  readonly interval?: ReportInterval | null;
}

export interface LedgerArguments extends Omit<StatementArguments, 'includeZero'>, PageArguments {
  readonly accountId: string;
  readonly from: LedgerDate;
  readonly to: LedgerDate;
}

export interface ChangesArguments extends Omit<StatementArguments, 'includeZero'> {
  /** Left out: a statement of balances, which has no first day. */
  readonly from?: LedgerDate | null;
  readonly to: LedgerDate;
  readonly knownAt: number;
}

export interface ReportDependencies {
  readonly companies: Pick<Companies, 'required'>;
  readonly accounts: Accounts;
  readonly movements: Movements;
  readonly lines: AccountLines;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

/** Five years of months. */
const MOST_COLUMNS = 60;

/**
 * The statements of a company, for a caller who holds reports:read there. Each takes a constant number of statements to the database.
 * @throws AppError BAD_USER_INPUT with every broken rule, NOT_FOUND, FORBIDDEN
 */
export class Reports {
  constructor(private readonly parts: ReportDependencies) {}

  async trialBalance(caller: Principal, args: DayArguments): Promise<TrialBalanceReport> {
    const { request, columns } = await this.prepare(caller, args, () => args.asOf);
    return trialBalance(this.parts, request, columns);
  }

  async balanceSheet(caller: Principal, args: ComparedDayArguments): Promise<BalanceSheetReport> {
    const { request, columns } = await this.prepare(caller, args, (violations) => {
      const dates = [args.asOf, ...(args.compareTo ?? [])];
      if (dates.length > MOST_COLUMNS) violations.add(['compareTo'], 'TOO_MANY', `A statement has at most ${MOST_COLUMNS} columns.`);
      return dates;
    });
    return balanceSheet(this.parts, request, columns);
  }

  async incomeStatement(caller: Principal, args: PeriodArguments): Promise<IncomeStatementReport> {
    const { request, columns } = await this.prepare(caller, args, (...rules) => periodsOf(args, ...rules));
    return incomeStatement(this.parts, request, columns);
  }

  async cashFlowStatement(caller: Principal, args: PeriodArguments): Promise<CashFlowReport> {
    const { request, columns } = await this.prepare(caller, args, (...rules) => periodsOf(args, ...rules));
    return cashFlowStatement(this.parts, request, columns);
  }

  /** `loaders` are those of the request, if there is one: what else is asked of the transactions is read with them. */
  async generalLedger(caller: Principal, args: LedgerArguments, loaders = new RequestLoaders()): Promise<GeneralLedgerPage> {
    const { request, columns } = await this.prepare(caller, args, (...rules) => periodsOf(args, ...rules));
    const account = await this.parts.accounts.ofCompany(request.company.key, args.accountId, ['accountId']);
    const page = parsePage(args, ['generalLedger', account.key, args.from, args.to, request.currency, request.knownAt]);
    return generalLedger(this.parts, request, account, columns[0]!, page, loaders);
  }

  /** What of a statement is otherwise now than it was known at a moment. */
  async statementChanges(caller: Principal, args: ChangesArguments): Promise<StatementChanges> {
    const from = args.from ?? null;
    const { request } = await this.prepare(caller, args, (...rules) => periodsOf({ from: from ?? args.to, to: args.to }, ...rules));
    return statementChanges(this.parts, request, { from, to: args.to });
  }

  /** The caller's right comes first: nobody learns from their own mistakes whether there is such a company. */
  private async prepare<Columns>(
    caller: Principal,
    args: StatementArguments,
    columnsOf: (violations: Violations, company: CompanyRow) => Columns,
  ): Promise<{ request: StatementRequest; columns: Columns }> {
    const { companies, movements, clock } = this.parts;
    const company = await companies.required(caller, args.companyId, 'reports:read', ['companyId']);
    const violations = new Violations();
    const columns = columnsOf(violations, company);
    const currency = args.currency ?? company.baseCurrency;
    if (exponentOf(currency) === undefined) {
      violations.add(['currency'], 'UNKNOWN_CURRENCY', `ISO 4217 has no currency ${currency}.`);
    }
    const knownAt = args.knownAt ?? null;
    if (knownAt !== null && knownAt > clock.now()) {
      violations.add(
        ['knownAt'],
        'IN_THE_FUTURE',
        'Nobody knows yet what will be known then; leave knownAt out for all that is known now.',
      );
    }
    violations.throwIfAny();
    const extent = await movements.extent(company.key, knownAt ?? undefined);
    return { request: { company, currency, extent, knownAt, includeZero: args.includeZero ?? false }, columns };
  }
}

function periodsOf(
  { from, to, interval }: Pick<PeriodArguments, 'from' | 'to' | 'interval'>,
  violations: Violations,
  company: CompanyRow,
): ReportPeriod[] {
  if (from > to) violations.add(['to'], 'OUT_OF_RANGE', 'to lies before from.');
  const periods = cutPeriods({ from, to }, interval ?? undefined, company.fiscalYearStartMonth, MOST_COLUMNS);
  if (periods.length > MOST_COLUMNS) {
    violations.add(['interval'], 'TOO_MANY', `A statement has at most ${MOST_COLUMNS} columns; take a longer interval or fewer days.`);
  }
  return periods;
}
