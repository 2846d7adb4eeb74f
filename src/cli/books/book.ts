import { z } from 'zod';
import type { subtypeTable } from '../../ledger';
import { parseDate } from '../../shared/dates';
import { exponentOf, formatAmount, parseAmount } from '../../shared/money';
import { Violations } from '../../shared/violations';

/** Text of 1 to `max` characters, by the same rule that the server has for text. */
const text = (max: number) =>
  z.string().check((context) => {
    const violations = new Violations();
    violations.text([], context.value, max);
    for (const { message } of violations.all) context.issues.push({ code: 'custom', message, input: context.value });
  });

const date = z.string().refine((value) => parseDate(value) !== undefined, 'This is no calendar date; write one such as "2026-01-31".');

export const currency = z.string().refine((value) => exponentOf(value) !== undefined, {
  error: (issue) => `ISO 4217 has no currency ${JSON.stringify(issue.input)}.`,
});

const metadata = z.record(z.string(), z.unknown()).check((context) => {
  const violations = new Violations();
  violations.json([], context.value, 16_384);
  for (const { message } of violations.all) context.issues.push({ code: 'custom', message, input: context.value });
});

const amount = z.string('An amount is a decimal number in quotes, such as "-1250.00".');

const accountTypes = ['ASSET', 'LIABILITY', 'EQUITY', 'REVENUE', 'EXPENSE'] as const;

export const accountSchema = z
  .strictObject({
    code: text(100),
    name: text(200),
    type: z.enum(accountTypes),
    subtype: z.string().nullish(),
    parent: text(100).nullish(),
    description: text(1000).nullish(),
    metadata: metadata.nullish(),
    archived: z.boolean().nullish(),
  })
  .check(({ value, issues }) => {
    const message = value.subtype && problemOfSubtype(value.subtype, value.type);
    if (message) issues.push({ code: 'custom', message, path: ['subtype'], input: value.subtype });
  });

const entrySchema = z.strictObject({ account: text(100), amount, currency, memo: text(500).nullish() }).check(({ value, issues }) => {
  const units = signedUnits(value.amount, value.currency);
  if (typeof units === 'string' && exponentOf(value.currency) !== undefined)
    issues.push({ code: 'custom', message: units, path: ['amount'], input: value });
});

export const transactionSchema = z
  .strictObject({
    date,
    description: text(500),
    payee: text(200).nullish(),
    externalId: text(100).nullish(),
    tags: z.array(text(50)).max(20, 'A transaction has at most 20 tags.').nullish(),
    metadata: metadata.nullish(),
    entries: z.array(entrySchema).min(2, 'A transaction has two or more entries.').max(500, 'A transaction has at most 500 entries.'),
  })
  .check(({ value, issues }) => {
    if (value.entries.length < 2) return;
    for (const message of imbalances(value.entries)) issues.push({ code: 'custom', message, path: ['entries'], input: value });
  });

export type BookAccount = z.infer<typeof accountSchema>;
export type BookEntry = z.infer<typeof entrySchema>;
export type BookTransaction = z.infer<typeof transactionSchema>;

/** Books whose every rule was checked: docs/formats.md says what each part means. */
export interface Book {
  readonly accounts: readonly BookAccount[];
  readonly transactions: readonly BookTransaction[];
  /** What a new company keeps its books in, where the file says so. */
  readonly baseCurrency?: string | undefined;
  /** Where in the file a part stands: ['transactions', 12, 'entries', 0, 'amount']. */
  readonly placeOf: PlaceOf;
}

export type PlaceOf = (path: readonly PropertyKey[]) => string;

/** Minor units of a signed amount (above zero: a debit), or a sentence that says why it is none. */
export function signedUnits(value: string, of: string): number | string {
  const credit = value.startsWith('-');
  const units = parseAmount(credit ? value.slice(1) : value, exponentOf(of) ?? 0);
  if (typeof units === 'number') return credit ? -units : units;
  return units.code === 'NOT_POSITIVE' ? 'An amount is above zero for a debit and below zero for a credit, never zero.' : units.message;
}

/** Sentences for the currencies that do not add up to zero; none where an amount is no amount, which is told of there. */
function imbalances(entries: readonly BookEntry[]): string[] {
  const sums = new Map<string, bigint>();
  for (const entry of entries) {
    const units = signedUnits(entry.amount, entry.currency);
    if (typeof units === 'string') return [];
    sums.set(entry.currency, (sums.get(entry.currency) ?? 0n) + BigInt(units));
  }
  return [...sums].flatMap(([of, sum]) =>
    sum === 0n ? [] : `The amounts in ${of} must add up to zero; they add up to ${formatAmount(sum, exponentOf(of) ?? 0)}.`,
  );
}

/** Loaded only where a file names subtypes: the table lies in a part of the server. */
function problemOfSubtype(subtype: string, type: string): string | undefined {
  const ledger = require('../../ledger') as { subtypeTable: typeof subtypeTable };
  if (!Object.hasOwn(ledger.subtypeTable, subtype)) return `There is no subtype ${subtype}.`;
  const belongsTo: string = ledger.subtypeTable[subtype as keyof typeof subtypeTable].type;
  return belongsTo === type ? undefined : `${subtype} belongs to ${belongsTo} accounts, not to ${type}.`;
}
