import { formatDate, monthOf } from '../../shared/dates';
import { exponentOf, formatAmount } from '../../shared/money';
import { elsewhere, type Disagreement } from './disagreement';
import type { KeptBalance, LineRow } from './verification-rows';

interface Sum {
  readonly accountCode: string;
  readonly period: number;
  readonly currency: string;
  debit: bigint;
  credit: bigint;
}

/** What the entries of a company add up to: for each account and currency, by day and by month, which is what is kept of them. */
export class BalanceSums {
  private readonly sums = new Map<string, Sum>();

  add(line: LineRow, accountCode: string): void {
    this.addTo(line.date, line, accountCode);
    this.addTo(monthOf(line.date), line, accountCode);
  }

  /** Whether a kept balance is the sum of its entries; one that is has been dealt with. */
  compare({ accountKey, accountCode, period, currency, debit, credit }: KeptBalance): Disagreement | undefined {
    const id = `${accountKey} ${period} ${currency}`;
    const sum = this.sums.get(id) ?? { accountCode, period, currency, debit: 0n, credit: 0n };
    this.sums.delete(id);
    const found = { debit: wholeNumber(debit), credit: wholeNumber(credit) };
    return found.debit === sum.debit && found.credit === sum.credit ? undefined : disagreement(sum, amountsOf({ currency, ...found }));
  }

  /** The first sum for which no balance was compared. */
  missing(): Disagreement | undefined {
    for (const sum of this.sums.values()) return disagreement(sum, 'none');
    return undefined;
  }

  private addTo(period: number, { accountKey, currency, units }: LineRow, accountCode: string): void {
    const id = `${accountKey} ${period} ${currency}`;
    let sum = this.sums.get(id);
    if (!sum) this.sums.set(id, (sum = { accountCode, period, currency, debit: 0n, credit: 0n }));
    if (units > 0) sum.debit += BigInt(units);
    else sum.credit -= BigInt(units);
  }
}

function disagreement(sum: Sum, found: string): Disagreement {
  const { accountCode, period, currency } = sum;
  const place = `the kept balance of account ${accountCode} ${periodOf(period)} in ${currency}`;
  return elsewhere('BALANCE', place, found, `${amountsOf(sum)}, by its entries`);
}

/** SQLite would keep anything in a column of integers. */
function wholeNumber(text: string): bigint | undefined {
  return /^-?\d+$/.test(text) ? BigInt(text) : undefined;
}

/** A period is a day (YYYYMMDD) or a month (YYYYMM). */
function periodOf(period: number): string {
  const text = String(period);
  return text.length === 8 ? `on ${formatDate(period)}` : `in ${text.slice(0, 4)}-${text.slice(4)}`;
}

function amountsOf({ currency, debit, credit }: { currency: string; debit: bigint | undefined; credit: bigint | undefined }): string {
  const amount = (units: bigint | undefined) => (units === undefined ? 'no whole number' : formatAmount(units, exponentOf(currency) ?? 0));
  return `debit ${amount(debit)}, credit ${amount(credit)}`;
}
