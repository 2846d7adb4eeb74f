import type { Column, WriteTransaction } from '../../database';
import { BalanceChanges } from '../balances/balance-changes';
import { transactionColumns, transactionFromRow, type TransactionRow } from '../transactions/transaction-row';
import type { Book } from './books';
import type { DecidedTransaction } from './decide';

const integer = (name: string): Column => ({ name, type: 'integer' });
const text = (name: string): Column => ({ name, type: 'text' });

const transactionTable: readonly Column[] = [
  integer('key'), { name: 'id', type: 'uuid' }, integer('company_key'), integer('number'), integer('date'), text('status'), text('description'),
  text('counterparty'), text('external_id'), text('tags'), text('metadata'), integer('reverses_key'), integer('created_at'),
  integer('posted_at'), text('hash'),
]; // prettier-ignore

const entryTable: readonly Column[] = [
  integer('transaction_key'), integer('line'), integer('account_key'), integer('date'), integer('amount'), text('currency'), text('memo'),
]; // prettier-ignore

const balanceTable: readonly Column[] = [integer('account_key'), integer('period'), text('currency'), integer('debit'), integer('credit')];

const keyTable: readonly Column[] = [
  integer('company_key'), text('idempotency_key'), text('request_hash'), integer('transaction_key'), integer('created_at'),
]; // prettier-ignore

export interface KnownKey {
  readonly requestHash: string;
  readonly transaction: TransactionRow;
}

/** Writes the whole of a commit in five statements, however many transactions it has. Entries go first: their transaction seals them. */
export async function writeJournal(
  transaction: WriteTransaction,
  decided: readonly DecidedTransaction[],
  books: Iterable<Book>,
): Promise<void> {
  if (decided.length === 0) return;
  const balances = new BalanceChanges();
  const [transactions, entries, keys]: unknown[][][] = [[], [], []];
  for (const { row, lines, prepared } of decided) {
    transactions!.push([
      row.key, row.id, row.companyKey, row.number, row.date, row.status, row.description, row.counterparty, row.externalId,
      prepared.tags, prepared.metadata, row.reversesKey, row.createdAt, row.postedAt, row.hash,
    ]); // prettier-ignore
    lines.forEach(({ account, units, currency, memo }, line) =>
      entries!.push([row.key, line, account.key, row.date, units, currency, memo]),
    );
    if (row.postedAt !== null) balances.add(row.date, lines);
    if (prepared.idempotencyKey !== null)
      keys!.push([row.companyKey, prepared.idempotencyKey, prepared.requestHash, row.key, row.createdAt]);
  }
  await insert(transaction, 'entries', entryTable, entries!);
  await insert(transaction, 'transactions', transactionTable, transactions!);
  await insert(transaction, 'idempotency_keys', keyTable, keys!);
  const add = `on conflict (account_key, period, currency) do update
    set debit = balances.debit + excluded.debit, credit = balances.credit + excluded.credit`;
  await insert(transaction, 'balances', balanceTable, balances.rows(), add);
  await updateHeads(transaction, books);
}

/** What earlier commits made of the idempotency keys, by `company key`. */
export async function knownKeys(
  transaction: WriteTransaction,
  companyKey: number,
  keys: readonly string[],
): Promise<Map<string, KnownKey>> {
  if (keys.length === 0) return new Map();
  const { dialect } = transaction;
  const rows = await transaction.rows(
    [...transactionColumns, 'k.idempotency_key', 'k.request_hash'],
    `from idempotency_keys k join transactions t on t.key = k.transaction_key
      where k.company_key = ?1 and k.idempotency_key in ${dialect.list('?2', 'text')}`,
    [companyKey, dialect.bindList(keys)],
  );
  const width = transactionColumns.length;
  return new Map(
    rows.map((row) => [row[width] as string, { requestHash: row[width + 1] as string, transaction: transactionFromRow(row) }]),
  );
}

/** Which of the external ids the company's transactions have. */
export async function takenExternalIds(
  transaction: WriteTransaction,
  companyKey: number,
  externalIds: readonly string[],
): Promise<Set<string>> {
  if (externalIds.length === 0) return new Set();
  const { dialect } = transaction;
  const rows = await transaction.rows(
    ['external_id'],
    `from transactions where company_key = ?1 and external_id in ${dialect.list('?2', 'text')}`,
    [companyKey, dialect.bindList(externalIds)],
  );
  return new Set(rows.map((row) => row[0] as string));
}

async function insert(
  transaction: WriteTransaction,
  table: string,
  columns: readonly Column[],
  rows: unknown[][],
  tail = '',
): Promise<void> {
  if (rows.length === 0) return;
  const { dialect } = transaction;
  await transaction.run(dialect.insertMany(table, columns, tail), dialect.bindRows(columns, rows));
}

async function updateHeads(transaction: WriteTransaction, books: Iterable<Book>): Promise<void> {
  for (const { companyKey, lastNumber, lastHash, lastPostedAt } of books) {
    await transaction.run('update journals set last_number = ?2, last_hash = ?3, last_posted_at = ?4 where company_key = ?1', [
      companyKey,
      lastNumber,
      lastHash,
      lastPostedAt,
    ]);
  }
}
