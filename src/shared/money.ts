import { code as currencyByCode, codes } from 'currency-codes';

/** Largest amount of one entry in minor units: every integer up to it is exact in JSON, JavaScript and both databases. */
const MAX_AMOUNT = Number.MAX_SAFE_INTEGER;

const exponents = new Map<string, number | undefined>();

/** Digits after the point that ISO 4217 gives a currency (USD 2, JPY 0, KWD 3); undefined where there is no such currency. */
export function exponentOf(currency: string): number | undefined {
  if (!exponents.has(currency)) {
    if (!/^[A-Z]{3}$/.test(currency)) return undefined;
    exponents.set(currency, currencyByCode(currency)?.digits);
  }
  return exponents.get(currency);
}

let byExponent: ReadonlyMap<number, readonly string[]> | undefined;

/** The currencies of ISO 4217 by the digits that they have after the point. */
export function currenciesByExponent(): ReadonlyMap<number, readonly string[]> {
  if (byExponent) return byExponent;
  const groups = new Map<number, string[]>();
  for (const currency of codes()) {
    const exponent = exponentOf(currency)!;
    groups.set(exponent, [...(groups.get(exponent) ?? []), currency]);
  }
  return (byExponent = groups);
}

/** Why a text is no amount: the violation's code and sentence. */
export interface AmountProblem {
  readonly code: string;
  readonly message: string;
}

/**
 * An amount in minor units from a decimal text ("1250.00" with exponent 2 is 125000), or why it is none.
 * Digits past the exponent are refused even where they are zero, never rounded.
 */
export function parseAmount(text: string, exponent: number): number | AmountProblem {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) {
    const hint = /^[+-]?[\d.]+e[+-]?\d+$/i.test(text) ? 'Exponent notation is not accepted' : 'This is no decimal number';
    return { code: 'NOT_A_DECIMAL', message: `${hint}; write an amount such as "1250.00".` };
  }
  const [, sign, whole, fraction = ''] = match;
  if (fraction.length > exponent) {
    return { code: 'TOO_MANY_DIGITS', message: `The currency has ${exponent} digits after the point, this amount ${fraction.length}.` };
  }
  if (whole!.replace(/^0+/, '').length + exponent > 16) return tooLarge;
  const units = Number(whole! + fraction.padEnd(exponent, '0'));
  if (units > MAX_AMOUNT) return tooLarge;
  if (sign || units === 0) {
    return { code: 'NOT_POSITIVE', message: 'An amount must be greater than zero; direction tells the side.' };
  }
  return units;
}

const tooLarge: AmountProblem = { code: 'AMOUNT_TOO_LARGE', message: `An amount may have at most ${MAX_AMOUNT} minor units.` };

/** Minor units as a decimal text with the scale of the currency: 125000 with exponent 2 is "1250.00". */
export function formatAmount(units: number | bigint, exponent: number): string {
  const negative = units < 0;
  const digits = String(negative ? -units : units).padStart(exponent + 1, '0');
  const text = exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
  return negative ? `-${text}` : text;
}

/** Money as the API shows it. */
export interface MoneyValue {
  readonly amount: string;
  readonly currency: string;
}

export function money(units: number | bigint, currency: string): MoneyValue {
  return { amount: formatAmount(units, exponentOf(currency) ?? 2), currency };
}
