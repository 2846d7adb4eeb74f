/** The books as they should be, kept in plain objects. Nothing of the program is used here: what both get wrong would not be noticed. */
export interface ModelCompany {
  readonly id: string;
  readonly accounts: ModelAccount[];
  readonly transactions: ModelTransaction[];
  /** What idempotency keys stand for. */
  readonly keys: Map<string, { readonly content: string; readonly transaction: number }>;
  /** ISO date; empty where the books are open. */
  closedThrough: string;
  lastNumber: number;
}

export interface ModelAccount {
  readonly code: string;
  readonly normalBalance: Direction;
  archived: boolean;
}

export interface ModelTransaction {
  /** Its place in the list. */
  readonly index: number;
  status: 'PENDING' | 'POSTED' | 'VOIDED';
  date: string;
  description: string;
  lines: readonly ModelLine[];
  number: number | null;
  tags: readonly string[];
  readonly externalId: string | null;
  readonly reverses: number | null;
  reversedBy: number | null;
}

export interface ModelLine {
  readonly code: string;
  readonly currency: string;
  /** Minor units; a debit is above zero. */
  readonly units: bigint;
}

export type Direction = 'DEBIT' | 'CREDIT';

export const BASE_CURRENCY = 'USD';
/** Digits after the point. */
export const exponents: Readonly<Record<string, number>> = { USD: 2, JPY: 0, KWD: 3, CLF: 4 };

export function textOf(units: bigint, currency: string): string {
  const exponent = exponents[currency]!;
  const digits = String(units < 0n ? -units : units).padStart(exponent + 1, '0');
  const point = digits.length - exponent;
  return `${units < 0n ? '-' : ''}${digits.slice(0, point)}${exponent > 0 ? `.${digits.slice(point)}` : ''}`;
}

/** What all that is posted sums up to: minor units by `code currency`, a debit above zero; zeroes are left out. */
export function balancesOf(company: ModelCompany): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { status, lines } of company.transactions) {
    if (status !== 'POSTED') continue;
    for (const { code, currency, units } of lines) {
      const name = `${code} ${currency}`;
      sums.set(name, (sums.get(name) ?? 0n) + units);
    }
  }
  return new Map([...sums].filter(([, sum]) => sum !== 0n));
}
