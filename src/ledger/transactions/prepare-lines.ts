import { isId } from '../../shared/ids';
import { exponentOf, formatAmount, parseAmount } from '../../shared/money';
import type { Violations } from '../../shared/violations';
import { EntryDirection } from '../accounts/account-types';
import type { EntryInput } from './transaction-input.types';

const MAX_ENTRIES = 500;

/** A line whose form is sound; the account is looked up when the transaction is decided. */
export interface PreparedLine {
  readonly accountId: string | undefined;
  readonly accountCode: string | undefined;
  /** Minor units; a debit is above zero. NaN where the amount is none. */
  readonly units: number;
  readonly currency: string;
  readonly memo: string | null;
}

/** `path` leads to the transaction. Every broken rule that can be told without the books is added to `violations`. */
export function prepareLines(
  entries: readonly EntryInput[],
  baseCurrency: string,
  path: readonly string[],
  violations: Violations,
): PreparedLine[] {
  const at = [...path, 'entries'];
  if (entries.length < 2) violations.add(at, 'TOO_FEW', 'A transaction has two or more entries.');
  if (entries.length > MAX_ENTRIES) {
    violations.add(at, 'TOO_MANY', `A transaction has at most ${MAX_ENTRIES} entries.`);
    return [];
  }
  const lines = entries.map((entry, index) => prepareLine(entry, baseCurrency, [...at, String(index)], violations));
  if (lines.every((line) => !Number.isNaN(line.units))) checkBalance(lines, at, violations);
  return lines;
}

function prepareLine(entry: EntryInput, baseCurrency: string, at: readonly string[], violations: Violations): PreparedLine {
  const { accountId, accountCode, memo } = entry;
  const currency = entry.currency ?? baseCurrency;
  const [byId, byCode] = [typeof accountId === 'string', typeof accountCode === 'string'];
  const id = byId && isId(accountId!.toLowerCase()) ? accountId!.toLowerCase() : undefined;
  if (!byId && !byCode) violations.add(at, 'ACCOUNT_REQUIRED', 'Give accountId or accountCode.');
  else if (byId && byCode) violations.add(at, 'ACCOUNT_TWICE', 'Give accountId or accountCode, not both.');
  else if (byId && id === undefined) violations.add([...at, 'accountId'], 'NOT_A_UUID', 'This must be a UUID.');
  else if (accountCode === '') violations.add([...at, 'accountCode'], 'UNKNOWN_ACCOUNT', 'The company has no such account.');
  if (typeof memo === 'string') violations.text([...at, 'memo'], memo, 500);
  let units = NaN;
  const exponent = exponentOf(currency);
  if (exponent === undefined) {
    violations.add([...at, 'currency'], 'UNKNOWN_CURRENCY', `ISO 4217 has no currency ${currency}.`);
  } else {
    const amount = parseAmount(entry.amount, exponent);
    if (typeof amount === 'number') units = entry.direction === EntryDirection.DEBIT ? amount : -amount;
    else violations.add([...at, 'amount'], amount.code, amount.message);
  }
  return { accountId: id, accountCode: accountCode ?? undefined, units, currency, memo: memo ?? null };
}

function checkBalance(lines: readonly PreparedLine[], at: readonly string[], violations: Violations): void {
  const sums = new Map<string, bigint>();
  for (const { currency, units } of lines) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(units));
  for (const [currency, sum] of sums) {
    if (sum === 0n) continue;
    const difference = formatAmount(sum < 0n ? -sum : sum, exponentOf(currency)!);
    const [more, less] = sum > 0n ? ['debits', 'credits'] : ['credits', 'debits'];
    violations.add(at, 'UNBALANCED', `In ${currency} the ${more} exceed the ${less} by ${difference}.`);
  }
}
