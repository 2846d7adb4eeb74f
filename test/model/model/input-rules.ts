import { BASE_CURRENCY, exponents, type Direction, type ModelCompany, type ModelLine, type ModelTransaction } from './state';

/** A broken rule, as `path.to.input CODE`. */
export type Broken = string;

export interface EntrySaid {
  readonly accountId?: string;
  readonly accountCode?: string;
  readonly direction: Direction;
  readonly amount: string;
  readonly currency?: string;
}

export interface TransactionSaid {
  readonly date: string;
  readonly description: string;
  readonly status: ModelTransaction['status'];
  readonly entries: readonly EntrySaid[];
  readonly externalId?: string;
  readonly idempotencyKey?: string;
}

const MOST_UNITS = 2n ** 53n - 1n;

/** Minor units of an amount, or the code of the rule that it breaks. */
function unitsOf(amount: string, exponent: number): bigint | string {
  if (!/^-?\d+(\.\d+)?$/.test(amount)) return 'NOT_A_DECIMAL';
  const [whole, fraction = ''] = amount.split('.') as [string, string?];
  if (fraction.length > exponent) return 'TOO_MANY_DIGITS';
  const units = BigInt(whole + fraction.padEnd(exponent, '0'));
  if (units > MOST_UNITS || units < -MOST_UNITS) return 'AMOUNT_TOO_LARGE';
  return units > 0n ? units : 'NOT_POSITIVE';
}

/** What the entries say, with every rule that they break by themselves or in this chart; `codeOf` knows the ids of accounts. */
export function readEntries(
  company: ModelCompany,
  entries: readonly EntrySaid[],
  path: string,
  codeOf: (id: string) => string | undefined,
): { readonly lines: ModelLine[]; readonly broken: Broken[] } {
  const broken: Broken[] = [];
  if (entries.length < 2) broken.push(`${path}.entries TOO_FEW`);
  const sums = new Map<string, bigint>();
  let readable = true;
  const lines = entries.map((entry, index) => {
    const at = `${path}.entries.${index}`;
    broken.push(...brokenAccount(company, entry, at, codeOf));
    const currency = entry.currency ?? BASE_CURRENCY;
    const exponent = exponents[currency];
    const units = exponent === undefined ? 'UNKNOWN_CURRENCY' : unitsOf(entry.amount, exponent);
    if (typeof units === 'string') {
      broken.push(`${at}.${exponent === undefined ? 'currency' : 'amount'} ${units}`);
      readable = false;
      return { code: '', currency, units: 0n };
    }
    const signed = entry.direction === 'DEBIT' ? units : -units;
    sums.set(currency, (sums.get(currency) ?? 0n) + signed);
    return { code: entry.accountCode ?? codeOf(entry.accountId ?? '') ?? '', currency, units: signed };
  });
  if (readable) for (const sum of sums.values()) if (sum !== 0n) broken.push(`${path}.entries UNBALANCED`);
  return { lines, broken };
}

function brokenAccount(
  company: ModelCompany,
  { accountId, accountCode }: EntrySaid,
  at: string,
  codeOf: (id: string) => string | undefined,
) {
  if (accountId !== undefined && accountCode !== undefined) return [`${at} ACCOUNT_TWICE`];
  if (accountId === undefined && accountCode === undefined) return [`${at} ACCOUNT_REQUIRED`];
  const code = accountCode ?? codeOf(accountId!);
  const account = company.accounts.find((each) => each.code === code);
  const name = accountId === undefined ? 'accountCode' : 'accountId';
  if (!account) return [`${at}.${name} UNKNOWN_ACCOUNT`];
  return account.archived ? [`${at}.${name} ACCOUNT_ARCHIVED`] : [];
}

/** The rule that a text breaks, which may be left out. */
export function brokenText(text: string | undefined, most: number, path: string): Broken[] {
  if (text === undefined) return [];
  if (text.trim() === '') return [`${path} REQUIRED`];
  return text.length > most ? [`${path} TOO_LONG`] : [];
}

export function brokenDate(company: ModelCompany, date: string, path: string): Broken[] {
  return date <= company.closedThrough ? [`${path} BOOKS_CLOSED`] : [];
}
