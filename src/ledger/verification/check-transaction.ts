import { formatDate } from '../../shared/dates';
import { exponentOf, formatAmount } from '../../shared/money';
import { hashOf } from '../journal/hash-chain';
import { instant, type Check, type Disagreement } from './disagreement';
import type { CompanyToVerify, JournalPage, LineRow, NumberedRow } from './verification-rows';

/** The link that a transaction stands on. */
export interface Link {
  readonly number: number;
  readonly hash: string;
  readonly postedAt: number | null;
}

/** The first thing in a numbered row that contradicts what stands before it, or itself; undefined where all agrees. */
export function checkTransaction(row: NumberedRow, before: Link, company: CompanyToVerify, page: JournalPage): Disagreement | undefined {
  const lines = page.lines.get(row.key) ?? [];
  const wrong = (check: Check, found: string, expected: string): Disagreement => {
    return { check, number: row.number, transactionId: row.id, place: `transaction ${row.number}`, found, expected };
  };
  if (row.number !== before.number + 1) return missing(row.number, before.number + 1);
  if (row.status !== 'POSTED') return wrong('STATUS', `the status ${row.status}`, 'POSTED, since it has a number');
  if (row.postedAt === null) return wrong('STATUS', 'no time of posting', 'one, since it has a number');
  if (row.postedAt < (before.postedAt ?? 0)) {
    return wrong(
      'POSTED_AT',
      `posted at ${instant(row.postedAt)}`,
      `${instant(before.postedAt!)} or later, when the one before was posted`,
    );
  }
  const broken = checkLines(row, lines, company, page) ?? checkReversal(row, lines, page);
  if (broken) return wrong(...broken);
  const expected = hashOf(before.hash, {
    companyId: company.id,
    number: row.number,
    id: row.id,
    date: row.date,
    postedAt: row.postedAt,
    reverses: row.reversesKey === null ? null : page.reversed.get(row.reversesKey)!.id,
    lines: lines.map(({ accountKey, units, currency, memo }) => ({ account: page.accounts.get(accountKey)!, units, currency, memo })),
  });
  if (row.hash !== expected) return wrong('HASH', `the hash ${row.hash ?? 'null'}`, `${expected}, by its content and the hash before it`);
  return undefined;
}

type Broken = readonly [check: Check, found: string, expected: string];

function missing(found: number, expected: number): Disagreement {
  const place = `transaction ${expected}`;
  return { check: 'NUMBER', number: expected, transactionId: null, place, found: `none; the next is ${found}`, expected: 'a transaction' };
}

function checkLines(row: NumberedRow, lines: readonly LineRow[], company: CompanyToVerify, page: JournalPage): Broken | undefined {
  if (lines.length < 2) return ['ENTRIES', `${lines.length} entries`, 'two or more'];
  for (const [index, { line, date, accountKey, units }] of lines.entries()) {
    const entry = `entry ${index + 1}`;
    const account = page.accounts.get(accountKey);
    if (line !== index) return ['ENTRIES', `line ${line} where ${entry} should be`, `line ${index}`];
    if (date !== row.date) return ['ENTRIES', `${entry} dated ${formatDate(date)}`, `${formatDate(row.date)}, as the transaction`];
    if (!Number.isSafeInteger(units) || units === 0) return ['ENTRIES', `${entry} of ${units} minor units`, 'a whole number, not zero'];
    if (!account) return ['ENTRIES', `${entry} on an account that is not there`, 'an account of the company'];
    if (account.companyKey !== company.key) return ['ENTRIES', `${entry} on an account of another company`, 'an account of the company'];
  }
  const sums = new Map<string, bigint>();
  for (const { currency, units } of lines) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(units));
  for (const [currency, sum] of sums) {
    if (sum === 0n) continue;
    const [more, less] = sum > 0n ? ['debits', 'credits'] : ['credits', 'debits'];
    const difference = formatAmount(sum < 0n ? -sum : sum, exponentOf(currency) ?? 0);
    return ['BALANCED', `${more} that exceed the ${less} by ${difference} ${currency}`, 'debits that equal the credits'];
  }
  return undefined;
}

function checkReversal(row: NumberedRow, lines: readonly LineRow[], page: JournalPage): Broken | undefined {
  if (row.reversesKey === null) return undefined;
  const reversed = page.reversed.get(row.reversesKey);
  if (!reversed) return ['REVERSAL', 'a link to a transaction that is not there', 'the transaction that it reverses'];
  const called = reversed.number === null ? `the draft ${reversed.id}` : `transaction ${reversed.number}`;
  if (reversed.companyKey !== row.companyKey) return ['REVERSAL', `a link to ${called} of another company`, 'one of the same company'];
  if (reversed.number === null || reversed.number >= row.number) return ['REVERSAL', `a link to ${called}`, 'one that was posted before'];
  const mirror = page.lines.get(row.reversesKey) ?? [];
  const same = lines.length === mirror.length && lines.every((line, index) => isOpposite(line, mirror[index]!));
  return same ? undefined : ['REVERSAL', `entries that do not undo those of ${called}`, 'the same lines with debit and credit changed'];
}

function isOpposite(line: LineRow, other: LineRow): boolean {
  return line.accountKey === other.accountKey && line.currency === other.currency && line.units === -other.units;
}
