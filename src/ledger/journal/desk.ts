import type { Doer } from '../../database';
import { EntryRow, type TransactionRow } from '../transactions/transaction-row';
import type { Book, BookAccount } from './books';
import type { Repeatable } from './commands';

/** A line whose account is known. Units are signed minor units: a debit is above zero. */
export interface DecidedLine {
  readonly account: BookAccount;
  readonly units: number;
  readonly currency: string;
  readonly memo: string | null;
}

/** A transaction as it will be written; tags and metadata as the database keeps them. `lines` are in the order of the input. */
export interface NewTransaction {
  readonly row: TransactionRow;
  readonly lines: readonly DecidedLine[];
  readonly tags: string | null;
  readonly metadata: string | null;
}

/** What an idempotency key brought about. */
export interface KnownKey {
  readonly requestHash: string;
  readonly transaction: TransactionRow;
}

export interface NewKey extends KnownKey {
  readonly idempotencyKey: string;
  readonly at: number;
}

/** Books that are closed or reopened. */
export interface Closing {
  /** YYYYMMDD; null: wholly open. */
  readonly through: number | null;
  readonly reason: string | null;
  readonly by: Doer;
  readonly at: number;
  /** Number of the last transaction that was posted before. */
  readonly lastNumber: number;
}

/** A transaction of earlier commits that commands of this one are about: as it was, and as they leave it. */
export class HeldTransaction {
  voidReason: string | null = null;
  private state: { readonly row: TransactionRow; readonly lines: readonly DecidedLine[] };

  constructor(
    readonly before: TransactionRow,
    readonly linesBefore: readonly DecidedLine[],
    /** Journal number of its reversal. */
    public reversedBy: number | null,
  ) {
    // Without its cells: they are of what was read, and the row may change.
    this.state = { row: { ...before, cells: undefined, entries: entryRows(before.id, linesBefore) }, lines: linesBefore };
  }

  get row(): TransactionRow {
    return this.state.row;
  }

  get lines(): readonly DecidedLine[] {
    return this.state.lines;
  }

  /** Rows that were handed out stay as they are. */
  change(changes: Partial<TransactionRow>, lines: readonly DecidedLine[] = this.lines): void {
    const entries = lines === this.lines ? this.row.entries : entryRows(this.before.id, lines);
    this.state = { row: { ...this.row, ...changes, entries }, lines };
  }
}

/**
 * What is known of one company while a commit is decided, and what was decided so far: each decision stands on the ones before it.
 */
export class Desk {
  readonly written: NewTransaction[] = [];
  readonly newKeys: NewKey[] = [];
  readonly closings: Closing[] = [];

  constructor(
    readonly book: Book,
    // Those of earlier commits that commands of this one name.
    private readonly keys = new Map<string, KnownKey>(),
    private readonly externalIds = new Set<string>(),
    /** By internal key. */
    readonly held: ReadonlyMap<number, HeldTransaction> = new Map(),
    private readonly beneath?: Desk,
  ) {}

  /** A desk on top of this one, to decide what may yet be given up. */
  overlay(): Desk {
    return new Desk({ ...this.book }, undefined, undefined, this.held, this);
  }

  /** Takes over what was decided on an overlay. */
  adopt(overlay: Desk): void {
    Object.assign(this.book, overlay.book);
    for (const [key, known] of overlay.keys) this.keys.set(key, known);
    for (const externalId of overlay.externalIds) this.externalIds.add(externalId);
    this.written.push(...overlay.written);
    this.newKeys.push(...overlay.newKeys);
  }

  /** What an idempotency key brought about, as it is now. */
  known(idempotencyKey: string): KnownKey | undefined {
    const known = this.keys.get(idempotencyKey) ?? this.beneath?.known(idempotencyKey);
    const held = known && this.held.get(known.transaction.key);
    return held ? { ...known, transaction: held.row } : known;
  }

  remember({ idempotencyKey, requestHash }: Repeatable, transaction: TransactionRow, at: number): void {
    if (idempotencyKey === null) return;
    this.keys.set(idempotencyKey, { requestHash, transaction });
    this.newKeys.push({ idempotencyKey, requestHash, transaction, at });
  }

  hasExternalId(externalId: string): boolean {
    return this.externalIds.has(externalId) || (this.beneath?.hasExternalId(externalId) ?? false);
  }

  write(transaction: NewTransaction): void {
    this.written.push(transaction);
    if (transaction.row.externalId !== null) this.externalIds.add(transaction.row.externalId);
  }
}

/** Lines as GraphQL reads them. */
export function entryRows(transactionId: string, lines: readonly DecidedLine[]): EntryRow[] {
  return lines.map(({ account, units, currency, memo }, line) => new EntryRow(transactionId, line, account.key, units, currency, memo));
}
