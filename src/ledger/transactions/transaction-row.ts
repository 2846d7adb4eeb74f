import { money, type MoneyValue } from '../../shared/money';
import type { AccountRow } from '../accounts/account.repository';
import { EntryDirection } from '../accounts/account-types';
import type { Entry, Transaction, TransactionStatus } from './transaction.types';

/** A transaction as GraphQL reads it, with its internal keys. */
export type TransactionRow = Transaction & {
  readonly __typename: 'Transaction';
  /** Where they are known without reading. */
  readonly entries?: readonly EntryRow[];
  /** What was read, in the order of `transactionColumns`; nothing for what this request has written. */
  readonly cells?: readonly unknown[];
};

export const transactionColumns = [
  't.key', 't.id', 't.company_key', 't.number', 't.date', 't.status', 't.description', 't.counterparty', 't.external_id',
  't.tags', 't.metadata', 't.reverses_key', 't.created_at', 't.posted_at', 't.hash',
  '(select j.revision from journals j where j.company_key = t.company_key)',
]; // prettier-ignore

export function transactionFromRow(row: readonly unknown[]): TransactionRow {
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
    cells: row,
  };
}

/** A line as GraphQL reads it. What is not stored is made when it is asked for, once. */
export class EntryRow implements Entry {
  /** Where it is known without reading. */
  account: AccountRow | undefined;
  private money: MoneyValue | undefined;

  constructor(
    private readonly transactionId: string,
    private readonly line: number,
    readonly accountKey: number,
    /** Minor units; a debit is above zero. */
    readonly units: number,
    readonly currency: string,
    readonly memo: string | null,
  ) {}

  get id(): string {
    return entryId(this.transactionId, this.line);
  }

  get direction(): EntryDirection {
    return this.units > 0 ? EntryDirection.DEBIT : EntryDirection.CREDIT;
  }

  get amount(): MoneyValue {
    return (this.money ??= money(Math.abs(this.units), this.currency));
  }
}

/**
 * The UUID of a line: its transaction's with the line folded into the low bits, and version 8 (RFC 9562, section 5.8) for ours.
 * Nothing is stored for it, and no two lines share one: transactions of one moment differ above those bits.
 */
function entryId(transactionId: string, line: number): string {
  const tail = (parseInt(transactionId.slice(32), 16) ^ line).toString(16).padStart(4, '0');
  return `${transactionId.slice(0, 14)}8${transactionId.slice(15, 32)}${tail}`;
}
