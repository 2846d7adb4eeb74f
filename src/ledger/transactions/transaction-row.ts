import { money } from '../../shared/money';
import { EntryDirection } from '../accounts/account-types';
import type { Entry, Transaction, TransactionStatus } from './transaction.types';

/** A transaction as GraphQL reads it, with its internal keys. Entries stand in it where they are known without reading. */
export type TransactionRow = Transaction & { readonly __typename: 'Transaction'; readonly entries?: readonly EntryRow[] };

export type EntryRow = Entry;

export const transactionColumns = [
  't.key', 't.id', 't.company_key', 't.number', 't.date', 't.status', 't.description', 't.counterparty', 't.external_id',
  't.tags', 't.metadata', 't.reverses_key', 't.created_at', 't.posted_at', 't.hash',
]; // prettier-ignore

export function transactionFromRow(row: unknown[]): TransactionRow {
  return {
    __typename: 'Transaction',
    key: row[0] as number,
    id: row[1] as string,
    companyKey: row[2] as number,
    number: row[3] as number | null,
    date: row[4] as number,
    status: row[5] as TransactionStatus,
    description: row[6] as string,
    counterparty: row[7] as string | null,
    externalId: row[8] as string | null,
    tags: row[9] === null ? [] : (JSON.parse(row[9] as string) as string[]),
    metadata: row[10] === null ? null : (JSON.parse(row[10] as string) as object),
    reversesKey: row[11] as number | null,
    createdAt: row[12] as number,
    postedAt: row[13] as number | null,
    hash: row[14] as string | null,
  };
}

/** `units` are minor units; a debit is above zero. */
export function entryRow(
  transactionId: string,
  line: number,
  accountKey: number,
  units: number,
  currency: string,
  memo: string | null,
): EntryRow {
  return {
    id: entryId(transactionId, line),
    accountKey,
    units,
    currency,
    direction: units > 0 ? EntryDirection.DEBIT : EntryDirection.CREDIT,
    amount: money(Math.abs(units), currency),
    memo,
  };
}

/**
 * The UUID of a line: its transaction's with the line folded into the low bits, and version 8 (RFC 9562, section 5.8) for ours.
 * Nothing is stored for it, and no two lines share one: transactions of one moment differ above those bits.
 */
function entryId(transactionId: string, line: number): string {
  const tail = (parseInt(transactionId.slice(32), 16) ^ line).toString(16).padStart(4, '0');
  return `${transactionId.slice(0, 14)}8${transactionId.slice(15, 32)}${tail}`;
}
