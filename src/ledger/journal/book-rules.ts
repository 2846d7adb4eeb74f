import { formatDate } from '../../shared/dates';
import type { Violations } from '../../shared/violations';
import type { PreparedLine } from '../transactions/prepare-lines';
import type { Book, BookAccount } from './books';
import type { DecidedLine } from './desk';

/** An archived company's books take no change. */
export function checkOpenCompany(book: Book, path: readonly string[], violations: Violations): void {
  if (book.chart.archived) violations.add(path, 'COMPANY_ARCHIVED', 'The company is archived; its books take no change.');
}

/** Nothing is dated into closed books. */
export function checkOpenDate(book: Book, date: number, path: readonly string[], violations: Violations): void {
  if (date > book.closedThrough) return;
  const message = `The books are closed through ${formatDate(book.closedThrough)}; date it later, or reopen them.`;
  violations.add(path, 'BOOKS_CLOSED', message);
}

/** Each line is on an account that the company has and that takes postings; `path` leads to the transaction. */
export function checkAccounts(book: Book, lines: readonly PreparedLine[], path: readonly string[], violations: Violations): void {
  lines.forEach((line, index) => {
    if (line.accountId && line.accountCode) return;
    const at = [...path, 'entries', String(index), line.accountId ? 'accountId' : 'accountCode'];
    const account = accountOf(line, book);
    if (account?.archived) violations.add(at, 'ACCOUNT_ARCHIVED', archived(account));
    else if (!account && (line.accountId ?? line.accountCode)) violations.add(at, 'UNKNOWN_ACCOUNT', 'The company has no such account.');
  });
}

/** The same for lines that were checked before: an account may have been archived since. */
export function checkActiveAccounts(accounts: readonly BookAccount[], path: readonly string[], violations: Violations): void {
  for (const account of new Set(accounts)) if (account.archived) violations.add(path, 'ACCOUNT_ARCHIVED', archived(account));
}

/** Lines that passed checkAccounts. */
export function decidedLines(lines: readonly PreparedLine[], book: Book): DecidedLine[] {
  return lines.map((line) => ({ account: accountOf(line, book)!, units: line.units, currency: line.currency, memo: line.memo }));
}

function accountOf(line: PreparedLine, book: Book): BookAccount | undefined {
  if (line.accountId) return book.chart.byId.get(line.accountId);
  return line.accountCode === undefined ? undefined : book.chart.byCode.get(line.accountCode);
}

const archived = ({ code }: BookAccount) => `The account ${code} is archived and takes no postings.`;
