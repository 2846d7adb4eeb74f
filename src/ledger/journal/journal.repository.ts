import { insertMany, type Column, type WriteTransaction } from '../../database';
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

const headTable: readonly Column[] = [
  integer('company_key'), integer('last_number'), text('last_hash'), integer('last_posted_at'), integer('revision'),
]; // prettier-ignore

/** The heads are there, so each row moves one; the revision is only there to be complete. */
const moveHead = `on conflict (company_key) do update
  set last_number = excluded.last_number, last_hash = excluded.last_hash, last_posted_at = excluded.last_posted_at`;

export interface KnownKey {
  readonly requestHash: string;
  readonly transaction: TransactionRow;
}

/** Writes the whole of a commit in five statements, however many transactions and companies it has. Entries go first: their transaction seals them. */
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
  const heads = [...books].map(({ companyKey, lastNumber, lastHash, lastPostedAt }) => [
    companyKey,
    lastNumber,
    lastHash,
    lastPostedAt || null,
    0,
  ]);
  await insert(transaction, 'journals', headTable, heads, moveHead);
}

/** A text that one company's transactions may have once. */
export type Wanted = readonly [companyKey: number, text: string];

/** What earlier commits made of idempotency keys, by company and key. */
export async function knownKeys(transaction: WriteTransaction, wanted: readonly Wanted[]): Promise<Map<number, Map<string, KnownKey>>> {
  const width = transactionColumns.length;
  const rows = await lookUp(
    transaction,
    wanted,
    [...transactionColumns, 'k.idempotency_key', 'k.request_hash'],
    `join idempotency_keys k on k.company_key = w.company_key and k.idempotency_key = w.text
      join transactions t on t.key = k.transaction_key`,
  );
  const known = new Map<number, Map<string, KnownKey>>();
  for (const row of rows) {
    const found = transactionFromRow(row);
    const own = known.get(found.companyKey) ?? new Map<string, KnownKey>();
    known.set(found.companyKey, own.set(row[width] as string, { requestHash: row[width + 1] as string, transaction: found }));
  }
  return known;
}

/** Which of the external ids the companies' transactions have. */
export async function takenExternalIds(transaction: WriteTransaction, wanted: readonly Wanted[]): Promise<Map<number, Set<string>>> {
  const rows = await lookUp(
    transaction,
    wanted,
    ['t.company_key', 't.external_id'],
    'join transactions t on t.company_key = w.company_key and t.external_id = w.text',
  );
  const taken = new Map<number, Set<string>>();
  for (const [companyKey, externalId] of rows as [number, string][]) {
    taken.set(companyKey, (taken.get(companyKey) ?? new Set<string>()).add(externalId));
  }
  return taken;
}

const wantedTable: readonly Column[] = [integer('company_key'), text('text')];

/** One statement for all companies of a commit. */
async function lookUp(
  transaction: WriteTransaction,
  wanted: readonly Wanted[],
  columns: readonly string[],
  joins: string,
): Promise<unknown[][]> {
  if (wanted.length === 0) return [];
  const { dialect } = transaction;
  return transaction.rows(columns, `from ${dialect.given(wantedTable)} as w ${joins}`, dialect.bindRows(wantedTable, wanted));
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
  await transaction.run(insertMany(dialect, table, columns, tail), dialect.bindRows(columns, rows));
}
