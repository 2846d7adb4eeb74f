import { insertMany, updateMany, type Column, type WriteTransaction } from '../../database';
import { BalanceChanges } from '../balances/balance-changes';
import { metadataAsText, tagsAsText } from '../transactions/check-details';
import type { TransactionRow } from '../transactions/transaction-row';
import { TransactionStatus } from '../transactions/transaction.types';
import type { DecidedLine, Desk, HeldTransaction } from './desk';
import { writeWords } from './write-words';

const integer = (name: string): Column => ({ name, type: 'integer' });
const text = (name: string): Column => ({ name, type: 'text' });

const transactionTable: readonly Column[] = [
  integer('key'), { name: 'id', type: 'uuid' }, integer('company_key'), integer('number'), integer('date'), text('status'), text('description'),
  text('counterparty'), text('external_id'), text('tags'), text('metadata'), integer('reverses_key'), integer('created_at'),
  integer('posted_at'), text('hash'),
]; // prettier-ignore

/** What may be said anew of a transaction that is posted. The rest is sealed, so it stands in a statement of its own. */
const detailColumns: readonly Column[] = [integer('key'), text('description'), text('counterparty'), text('tags'), text('metadata')];

/** What changes in the life of a draft. */
const lifeColumns: readonly Column[] = [
  integer('key'), integer('number'), integer('date'), text('status'), integer('posted_at'), text('hash'), text('void_reason'),
]; // prettier-ignore

const entryTable: readonly Column[] = [
  integer('transaction_key'), integer('line'), integer('account_key'), integer('date'), integer('amount'), text('currency'), text('memo'),
]; // prettier-ignore

const balanceTable: readonly Column[] = [integer('account_key'), integer('period'), text('currency'), integer('debit'), integer('credit')];

const addToBalance = `on conflict (account_key, period, currency) do update
  set debit = balances.debit + excluded.debit, credit = balances.credit + excluded.credit`;

const keyTable: readonly Column[] = [
  integer('company_key'), text('idempotency_key'), text('request_hash'), integer('transaction_key'), integer('created_at'),
]; // prettier-ignore

const headTable: readonly Column[] = [
  integer('company_key'), integer('last_number'), text('last_hash'), integer('last_posted_at'), integer('books_closed_through'), integer('revision'),
]; // prettier-ignore

/** The heads are there, so each row moves one. */
const moveHead = `on conflict (company_key) do update set last_number = excluded.last_number, last_hash = excluded.last_hash,
  last_posted_at = excluded.last_posted_at, books_closed_through = excluded.books_closed_through, revision = excluded.revision`;

const closingTable: readonly Column[] = [
  integer('company_key'), integer('through'), text('reason'), integer('last_number'), integer('developer_key'), text('subject'),
  integer('created_at'),
]; // prettier-ignore

/**
 * Writes the whole of a commit, with the commit, in a statement for each table and kind of change, however many transactions and companies it has.
 * Entries go before their transactions, which seal them.
 */
export function writeJournal(transaction: WriteTransaction, desks: readonly Desk[]): void {
  const written = desks.flatMap((desk) => desk.written);
  const held = desks.flatMap((desk) => [...desk.held.values()]);
  const relined = held.filter(isRelined);
  const insert = (table: string, columns: readonly Column[], rows: unknown[][], tail?: string) =>
    run(transaction, insertMany(transaction.dialect, table, columns, tail), columns, rows);
  const update = (columns: readonly Column[], rows: unknown[][]) =>
    run(transaction, updateMany(transaction.dialect, 'transactions', columns), columns, rows);

  removeEntries(transaction, relined);
  insert('entries', entryTable, [...written, ...relined].flatMap(entryRowsOf)); // prettier-ignore
  insert('transactions', transactionTable, written.map(({ row, tags, metadata }) => [
    row.key, row.id, row.companyKey, row.number, row.date, row.status, row.description, row.counterparty, row.externalId,
    tags, metadata, row.reversesKey, row.createdAt, row.postedAt, row.hash,
  ])); // prettier-ignore
  update(detailColumns, held.filter(isDescribed).map(({ row }) => [
    row.key, row.description, row.counterparty, tagsAsText(row.tags), metadataAsText(row.metadata),
  ])); // prettier-ignore
  update(lifeColumns, held.filter(isMoved).map(({ row, voidReason }) => [
    row.key, row.number, row.date, row.status, row.postedAt, row.hash, voidReason,
  ])); // prettier-ignore
  writeWords(transaction, written, held);
  insert('idempotency_keys', keyTable, desks.flatMap(({ book, newKeys }) => newKeys.map((key) => [
    book.companyKey, key.idempotencyKey, key.requestHash, key.transaction.key, key.at,
  ]))); // prettier-ignore
  const balances = new BalanceChanges();
  for (const { row, lines } of [...written, ...held.filter(isPosted)]) if (row.postedAt !== null) balances.add(row.date, lines);
  insert('balances', balanceTable, balances.rows(), addToBalance);
  insert('journals', headTable, desks.filter(({ book }) => book.moved).map(({ book }) => [
    book.companyKey, book.lastNumber, book.lastHash, book.lastPostedAt || null, book.closedThrough || null, book.revision,
  ]), moveHead); // prettier-ignore
  insert('book_closings', closingTable, desks.flatMap(({ book, closings }) => closings.map(({ through, reason, lastNumber, by, at }) => [
    book.companyKey, through, reason, lastNumber, by.developerKey, by.subject, at,
  ]))); // prettier-ignore
}

const isMoved = ({ before, row }: HeldTransaction) => row.status !== before.status || row.date !== before.date;
const isPosted = (held: HeldTransaction) => isMoved(held) && held.row.status === TransactionStatus.POSTED;
const isRelined = ({ before, linesBefore, row, lines }: HeldTransaction) => lines !== linesBefore || row.date !== before.date;
const isDescribed = ({ before, row }: HeldTransaction) =>
  (['description', 'counterparty', 'tags', 'metadata'] as const).some((detail) => row[detail] !== before[detail]);

function entryRowsOf({ row, lines }: { readonly row: TransactionRow; readonly lines: readonly DecidedLine[] }): unknown[][] {
  return lines.map(({ account, units, currency, memo }, line) => [row.key, line, account.key, row.date, units, currency, memo]);
}

function removeEntries(transaction: WriteTransaction, held: readonly HeldTransaction[]): void {
  if (held.length === 0) return;
  const { dialect } = transaction;
  const statement = `delete from entries where transaction_key in ${dialect.list('?1', 'integer')}`;
  transaction.later(statement, [dialect.bindList(held.map(({ row }) => row.key))]);
}

function run(transaction: WriteTransaction, statement: string, columns: readonly Column[], rows: unknown[][]): void {
  if (rows.length > 0) transaction.later(statement, transaction.dialect.bindRows(columns, rows));
}
