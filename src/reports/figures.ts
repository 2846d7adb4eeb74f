import type { CompanyRow } from '../companies';
import { EntryDirection, normalBalanceOf } from '../ledger';
import type { AccountRow, AccountType, Accounts, JournalExtent, Movement, Movements } from '../ledger';
import type { LedgerDate } from '../shared/dates';
import { money, type MoneyValue } from '../shared/money';

/** Where statements come from. */
export interface ReportSources {
  readonly accounts: Pick<Accounts, 'chart'>;
  readonly movements: Pick<Movements, 'between'>;
}

/** What every statement is asked for with; all of it is sound. */
export interface StatementRequest {
  readonly company: CompanyRow;
  readonly currency: string;
  readonly extent: JournalExtent;
  /** Milliseconds since 1970; null: all that is known now. */
  readonly knownAt: number | null;
  readonly includeZero: boolean;
}

/** What every statement tells of itself. */
export interface StatementHead {
  /** The company's internal key, by which its fields are guarded. */
  readonly companyKey: number;
  readonly company: CompanyRow;
  readonly currency: string;
  /** Those in which there are figures that the statement leaves out. */
  readonly otherCurrencies: readonly string[];
  readonly knownAt: number | null;
  /** Number of the last transaction that counts. */
  readonly journalNumber: number;
}

export function headOf({ company, currency, knownAt, extent }: StatementRequest, otherCurrencies: readonly string[]): StatementHead {
  return { companyKey: company.key, company, currency, otherCurrencies, knownAt, journalNumber: extent.through };
}

/** An account with its own figure in each column, in minor units. */
export interface AccountFigures {
  readonly account: AccountRow;
  readonly units: readonly bigint[];
}

/** The chart of a company and what moved between some days, in the currency of the statement and in others. */
export class Figures {
  readonly chart: ReadonlyMap<number, AccountRow>;
  private readonly own: ReadonlyMap<number, Movement>;
  private readonly others: readonly Movement[];
  private readonly nothing: readonly bigint[];

  private constructor(
    private readonly accounts: readonly AccountRow[],
    movements: readonly Movement[],
    currency: string,
    days: number,
  ) {
    this.chart = new Map(accounts.map((account) => [account.key, account]));
    this.own = new Map(movements.filter((each) => each.currency === currency).map((each) => [each.accountKey, each]));
    this.others = movements.filter((each) => each.currency !== currency);
    this.nothing = Array.from({ length: days }, () => 0n);
  }

  /** `days` rise; what moved up to the first of them is one figure, and then what moved after each up to the next. */
  static async read({ accounts, movements }: ReportSources, request: StatementRequest, days: readonly LedgerDate[]): Promise<Figures> {
    const { company, currency, extent } = request;
    const [chart, moved] = await Promise.all([accounts.chart(company.key), movements.between(extent, days)]);
    return new Figures(chart, moved, currency, days.length);
  }

  /** Some accounts, by code, with what `columnsOf` makes of their movements. */
  of(wanted: (account: AccountRow) => boolean, columnsOf: (units: readonly bigint[]) => readonly bigint[]): AccountFigures[] {
    return this.accounts.filter(wanted).map((account) => ({ account, units: columnsOf(this.own.get(account.key)?.units ?? this.nothing) }));
  }

  /** Currencies in which some accounts have other figures than zero, which the statement leaves out. */
  otherCurrencies(wanted: (account: AccountRow) => boolean, columnsOf: (units: readonly bigint[]) => readonly bigint[]): string[] {
    const left = this.others.filter(
      ({ accountKey, units }) => wanted(this.chart.get(accountKey)!) && columnsOf(units).some((each) => each !== 0n),
    );
    return [...new Set(left.map(({ currency }) => currency))].sort();
  }
}

/** The balance at the end of each day, from what moved between them. */
export function balancesOf(units: readonly bigint[]): bigint[] {
  let balance = 0n;
  return units.map((each) => (balance += each));
}

/** What moved in the periods after the first day, without all that moved before. */
export function movedIn(units: readonly bigint[]): bigint[] {
  return units.slice(1);
}

export const anyAccount = () => true;

export function ofType(...types: readonly AccountType[]): (account: AccountRow) => boolean {
  return ({ type }) => types.includes(type);
}

/** What makes money of minor units, a debit above zero, on the normal side of an account. */
export function onNormalSide({ type }: AccountRow, currency: string): (units: bigint) => MoneyValue {
  const debit = normalBalanceOf(type) === EntryDirection.DEBIT;
  return (units) => money(debit ? units : -units, currency);
}
