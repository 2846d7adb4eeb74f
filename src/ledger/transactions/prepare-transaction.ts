import { createHash } from 'node:crypto';
import { exponentOf, formatAmount, parseAmount } from '../../shared/money';
import { isId } from '../../shared/ids';
import { Violations } from '../../shared/violations';
import { EntryDirection } from '../accounts/account-types';
import type { EntryInput, TransactionInput } from './transaction-input.types';
import { TransactionStatus } from './transaction.types';

const MAX_ENTRIES = 500;
const MAX_TAGS = 20;

/** A line whose form is sound; the account is looked up when the transaction is decided. */
export interface PreparedLine {
  readonly accountId: string | undefined;
  readonly accountCode: string | undefined;
  /** Minor units; a debit is above zero. NaN where the amount is none. */
  readonly units: number;
  readonly currency: string;
  readonly memo: string | null;
}

/** A transaction whose rules were checked as far as that goes without the books; what is broken stands in `violations`. */
export interface PreparedTransaction {
  readonly date: number;
  readonly description: string;
  readonly status: TransactionStatus;
  readonly counterparty: string | null;
  readonly externalId: string | null;
  readonly tags: string | null;
  readonly metadata: string | null;
  readonly lines: readonly PreparedLine[];
  readonly idempotencyKey: string | null;
  readonly requestHash: string;
  readonly violations: Violations;
  readonly path: readonly string[];
}

/** `path` leads to the input; `baseCurrency` is that of the company. Never throws: every broken rule is in `violations`. */
export function prepareTransaction(
  input: TransactionInput,
  baseCurrency: string,
  path: readonly string[],
  mostViolations?: number,
): PreparedTransaction {
  const violations = new Violations(mostViolations);
  const status = input.status ?? TransactionStatus.POSTED;
  if (status === TransactionStatus.VOIDED) violations.add([...path, 'status'], 'NOT_ALLOWED', 'A new transaction is PENDING or POSTED.');
  violations.text([...path, 'description'], input.description, 500);
  violations.text([...path, 'counterparty'], input.counterparty, 200, 'optional');
  violations.text([...path, 'externalId'], input.externalId, 100, 'optional');
  violations.text([...path, 'idempotencyKey'], input.idempotencyKey, 200, 'optional');
  violations.json([...path, 'metadata'], input.metadata, 16_384);
  checkTags(input.tags ?? [], path, violations);
  const lines = prepareLines(input.entries, baseCurrency, path, violations);
  const content = {
    date: input.date,
    description: input.description,
    status,
    counterparty: input.counterparty ?? null,
    externalId: input.externalId ?? null,
    tags: input.tags?.length ? JSON.stringify(input.tags) : null,
    metadata: input.metadata ? JSON.stringify(input.metadata) : null,
    lines,
  };
  const idempotencyKey = input.idempotencyKey ?? null;
  const requestHash = idempotencyKey === null ? '' : createHash('sha256').update(JSON.stringify(content)).digest('base64url');
  return { ...content, idempotencyKey, requestHash, violations, path };
}

function checkTags(tags: readonly string[], path: readonly string[], violations: Violations): void {
  if (tags.length > MAX_TAGS) violations.add([...path, 'tags'], 'TOO_MANY', `A transaction has at most ${MAX_TAGS} tags.`);
  tags.forEach((tag, index) => violations.text([...path, 'tags', index], tag, 50));
}

function prepareLines(
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
  violations.text([...at, 'memo'], memo, 500, 'optional');
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
