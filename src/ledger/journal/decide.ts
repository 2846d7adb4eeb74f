import type { Violation } from '../../shared/errors';
import { formatDate } from '../../shared/dates';
import { Violations } from '../../shared/violations';
import type { PreparedLine, PreparedTransaction } from '../transactions/prepare-transaction';
import { EntryRow, type TransactionRow } from '../transactions/transaction-row';
import { TransactionStatus } from '../transactions/transaction.types';
import type { Book, BookAccount } from './books';
import { hashOf } from './hash-chain';

/** A transaction as it will be written. `lines` are in the order of the input; units are signed minor units. */
export interface DecidedTransaction {
  readonly row: TransactionRow;
  readonly lines: readonly DecidedLine[];
  readonly prepared: PreparedTransaction;
}

export interface DecidedLine {
  readonly account: BookAccount;
  readonly units: number;
  readonly currency: string;
  readonly memo: string | null;
}

export interface Identity {
  readonly key: number;
  readonly id: string;
  readonly companyId: string;
  readonly now: number;
}

/** Every broken rule of a transaction against the books that it would go into. */
export function violationsOf(prepared: PreparedTransaction, book: Book, externalIdTaken: boolean): readonly Violation[] {
  const violations = new Violations(prepared.violations.most);
  for (const violation of prepared.violations.all) violations.add(violation.path, violation.code, violation.message);
  if (book.chart.archived) violations.add([...prepared.path], 'COMPANY_ARCHIVED', 'The company is archived; its books take no change.');
  if (prepared.date <= book.closedThrough) {
    const message = `The books are closed through ${formatDate(book.closedThrough)}; date it later, or reopen them.`;
    violations.add([...prepared.path, 'date'], 'BOOKS_CLOSED', message);
  }
  if (externalIdTaken) {
    violations.add([...prepared.path, 'externalId'], 'EXTERNAL_ID_TAKEN', 'The company has a transaction with this external id.');
  }
  prepared.lines.forEach((line, index) => {
    if (line.accountId && line.accountCode) return;
    const at = [...prepared.path, 'entries', String(index), line.accountId ? 'accountId' : 'accountCode'];
    const account = accountOf(line, book);
    if (account?.archived) violations.add(at, 'ACCOUNT_ARCHIVED', `The account ${account.code} is archived and takes no postings.`);
    else if (!account && (line.accountId ?? line.accountCode)) violations.add(at, 'UNKNOWN_ACCOUNT', 'The company has no such account.');
  });
  return violations.all;
}

/** The transaction as it will be written; a posted one takes the next number and the next link of the hash chain in `book`. */
export function decide(prepared: PreparedTransaction, book: Book, { key, id, companyId, now }: Identity): DecidedTransaction {
  const lines = prepared.lines.map((line) => ({
    account: accountOf(line, book)!,
    units: line.units,
    currency: line.currency,
    memo: line.memo,
  }));
  const posted = prepared.status === TransactionStatus.POSTED;
  const at = Math.max(now, book.lastPostedAt);
  if (posted) {
    book.lastNumber += 1;
    book.lastPostedAt = at;
    book.lastHash = hashOf(book.lastHash, {
      companyId,
      number: book.lastNumber,
      id,
      date: prepared.date,
      postedAt: at,
      reverses: null,
      lines,
    });
  }
  const row: TransactionRow = {
    __typename: 'Transaction',
    key,
    id,
    companyKey: book.companyKey,
    number: posted ? book.lastNumber : null,
    date: prepared.date,
    status: prepared.status,
    description: prepared.description,
    counterparty: prepared.counterparty,
    externalId: prepared.externalId,
    tags: prepared.tags === null ? [] : (JSON.parse(prepared.tags) as string[]),
    metadata: prepared.metadata === null ? null : (JSON.parse(prepared.metadata) as object),
    reversesKey: null,
    createdAt: at,
    postedAt: posted ? at : null,
    hash: posted ? book.lastHash : null,
    entries: lines.map((line, index) => new EntryRow(id, index, line.account.key, line.units, line.currency, line.memo)),
  };
  return { row, lines, prepared };
}

function accountOf(line: PreparedLine, book: Book): BookAccount | undefined {
  if (line.accountId) return book.chart.byId.get(line.accountId);
  return line.accountCode === undefined ? undefined : book.chart.byCode.get(line.accountCode);
}
