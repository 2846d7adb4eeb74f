import type { LedgerDate } from '../../shared/dates';
import type { Day } from './calendar';
import type { Random } from './random';

/** Account codes of the standard chart that the firm uses. */
export const account = {
  bank: '1000', pettyCash: '1010', receivables: '1100', inventory: '1200', prepaid: '1300', equipment: '1500', depreciated: '1510',
  payables: '2000', creditCard: '2100', accrued: '2200', salesTax: '2300', payrollTax: '2310', deferred: '2400', loan: '2700',
  equity: '3000', draws: '3100', sales: '4000', services: '4100', otherIncome: '4900', costOfGoods: '5000', payroll: '6000',
  payrollTaxes: '6010', rent: '6100', utilities: '6110', supplies: '6120', software: '6130', insurance: '6140', marketing: '6150',
  travel: '6160', professional: '6170', bankFees: '6180', depreciation: '6200', interest: '7000', incomeTax: '8000',
} as const; // prettier-ignore

type AccountCode = (typeof account)[keyof typeof account];

/** An account and minor units: above zero is a debit. */
export type Line = readonly [code: AccountCode, units: number];

/** A transaction of the firm. */
export interface FirmTransaction {
  readonly date: LedgerDate;
  readonly description: string;
  readonly counterparty: string | null;
  readonly tag: string;
  readonly lines: readonly Line[];
}

/** What the firm does of one kind, asked once a day. */
export type Activity = (firm: Firm, day: Day) => void;

/** A small firm as its books see it: what it has posted, what its accounts hold, and what falls due later. */
export class Firm {
  readonly transactions: FirmTransaction[] = [];
  private readonly balances = new Map<AccountCode, number>();
  private readonly agenda = new Map<number, Activity[]>();

  constructor(readonly random: Random) {}

  /** Lines of zero are left out. @throws Error where the lines do not balance: a fault of the activity */
  post(day: Day, tag: string, description: string, counterparty: string | null, lines: readonly Line[]): void {
    const sum = lines.reduce((total, [, units]) => total + units, 0);
    if (sum !== 0) throw new Error(`"${description}" is out of balance by ${sum}`);
    for (const [code, units] of lines) this.balances.set(code, this.balance(code) + units);
    this.transactions.push({ date: day.date, description, counterparty, tag, lines: lines.filter(([, units]) => units !== 0) });
  }

  /** Minor units; a debit balance is above zero. */
  balance(code: AccountCode): number {
    return this.balances.get(code) ?? 0;
  }

  /** Has something done after some days. */
  later(day: Day, days: number, activity: Activity): void {
    const due = day.number + Math.max(1, days);
    this.agenda.set(due, [...(this.agenda.get(due) ?? []), activity]);
  }

  /** Lets a day pass: what falls due comes first. */
  live(day: Day, activities: readonly Activity[]): void {
    for (const activity of [...(this.agenda.get(day.number) ?? []), ...activities]) activity(this, day);
    this.agenda.delete(day.number);
  }
}

/** A whole part of an amount: 8.25 % of 1000 is share(1000, 0.0825). */
export function share(units: number, part: number): number {
  return Math.round(units * part);
}
