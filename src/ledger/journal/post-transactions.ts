import { isOutOfRange, takeKeys, type Batcher, type Outcome, type WriteTransaction } from '../../database';
import type { Clock } from '../../shared/clock';
import type { Violation } from '../../shared/errors';
import { newId } from '../../shared/ids';
import { errorOf, isStorable } from '../../shared/violations';
import type { PreparedTransaction } from '../transactions/prepare-transaction';
import type { TransactionRow } from '../transactions/transaction-row';
import type { Book, JournalBooks } from './books';
import { decide, violationsOf, type DecidedTransaction } from './decide';
import { knownKeys, takenExternalIds, writeJournal, type KnownKey, type Wanted } from './journal.repository';

/** Transactions for one company, decided in their order. */
export interface PostCommand {
  readonly company: { readonly key: number; readonly id: string };
  readonly transactions: readonly PreparedTransaction[];
  /** Whether one refusal refuses all (then the outcome is an AppError with every violation). */
  readonly allOrNone: boolean;
  readonly dryRun: boolean;
}

export type PostResult =
  | { readonly transaction: TransactionRow; readonly replayed: boolean; readonly violations?: undefined }
  | { readonly violations: readonly Violation[]; readonly transaction?: undefined };

/** What is known of one company while a commit is decided. */
interface Desk {
  readonly book: Book;
  readonly keys: Map<string, KnownKey>;
  readonly externalIds: Set<string>;
}

/**
 * Decides and writes a commit's worth of postings: the journals of its companies are locked, each command is decided in memory in the
 * order in which it came, and everything is written at once.
 */
export class PostingBatcher implements Batcher<PostCommand, readonly PostResult[]> {
  constructor(
    private readonly books: JournalBooks,
    private readonly clock: Clock,
  ) {}

  async write(transaction: WriteTransaction, commands: readonly PostCommand[]): Promise<readonly Outcome<readonly PostResult[]>[]> {
    const desks = await this.desks(transaction, commands);
    const count = commands.reduce((sum, command) => sum + command.transactions.length, 0);
    const keys = await takeKeys(transaction, 'transactions', 'transaction_keys', count);
    const decided: DecidedTransaction[] = [];
    const outcomes = commands.map((command) => this.decideCommand(command, desks.get(command.company.key)!, keys, decided));
    const changed = new Set(decided.map(({ row }) => row.companyKey));
    await writeJournal(
      transaction,
      decided,
      [...changed].map((companyKey) => desks.get(companyKey)!.book),
    );
    return outcomes;
  }

  undone(): void {
    this.books.forget();
  }

  explain(error: unknown): Error {
    if (!isOutOfRange(error)) return error as Error;
    const message = 'A balance would grow past what can be kept (2^63 - 1 minor units).';
    return errorOf([{ code: 'BALANCE_OUT_OF_RANGE', message, path: ['input'] }]);
  }

  private async desks(transaction: WriteTransaction, commands: readonly PostCommand[]): Promise<Map<number, Desk>> {
    const books = await this.books.lock(transaction, [...new Set(commands.map(({ company }) => company.key))]);
    const keys = await knownKeys(
      transaction,
      wantedBy(commands, (prepared) => prepared.idempotencyKey),
    );
    const externalIds = await takenExternalIds(
      transaction,
      wantedBy(commands, (prepared) => prepared.externalId),
    );
    const desks = new Map<number, Desk>();
    for (const [companyKey, book] of books) {
      desks.set(companyKey, {
        book,
        keys: keys.get(companyKey) ?? new Map<string, KnownKey>(),
        externalIds: externalIds.get(companyKey) ?? new Set<string>(),
      });
    }
    return desks;
  }

  private decideCommand(command: PostCommand, desk: Desk, keys: number[], decided: DecidedTransaction[]): Outcome<readonly PostResult[]> {
    // Decided on a copy, which takes the desk's place only if the command is written.
    const own: Desk = { book: { ...desk.book }, keys: new Map(), externalIds: new Set() };
    const mine: DecidedTransaction[] = [];
    const results = command.transactions.map((prepared) => this.decideOne(prepared, command, desk, own, keys, mine));
    const refused = results.flatMap((result) => result.violations ?? []);
    if (command.allOrNone && refused.length > 0) return { ok: false, error: errorOf(refused) };
    if (!command.dryRun) {
      Object.assign(desk.book, own.book);
      for (const [key, known] of own.keys) desk.keys.set(key, known);
      for (const externalId of own.externalIds) desk.externalIds.add(externalId);
      decided.push(...mine);
    }
    return { ok: true, value: results };
  }

  private decideOne(
    prepared: PreparedTransaction,
    command: PostCommand,
    desk: Desk,
    own: Desk,
    keys: number[],
    mine: DecidedTransaction[],
  ): PostResult {
    const { idempotencyKey, requestHash, externalId, path } = prepared;
    const known = idempotencyKey === null ? undefined : (own.keys.get(idempotencyKey) ?? desk.keys.get(idempotencyKey));
    if (known?.requestHash === requestHash) return { transaction: known.transaction, replayed: true };
    if (known) {
      const message = 'This idempotency key was used before with other content. Use a new key for a new transaction.';
      return { violations: [{ code: 'IDEMPOTENCY_CONFLICT', message, path: [...path, 'idempotencyKey'] }] };
    }
    const taken = externalId !== null && (own.externalIds.has(externalId) || desk.externalIds.has(externalId));
    const violations = violationsOf(prepared, own.book, taken);
    if (violations.length > 0) return { violations };
    const identity = { key: keys.shift()!, id: newId(), companyId: command.company.id, now: this.clock.now() };
    const made = decide(prepared, own.book, identity);
    mine.push(made);
    if (idempotencyKey !== null) own.keys.set(idempotencyKey, { requestHash, transaction: made.row });
    if (externalId !== null) own.externalIds.add(externalId);
    return { transaction: made.row, replayed: false };
  }
}

/** The texts that commands bring with them; one that cannot be stored is refused by its own rule. */
function wantedBy(commands: readonly PostCommand[], textOf: (prepared: PreparedTransaction) => string | null): Wanted[] {
  const wanted: Wanted[] = [];
  for (const { company, transactions } of commands) {
    const texts = new Set(transactions.map(textOf).filter((text) => text !== null && isStorable(text)));
    for (const text of texts) wanted.push([company.key, text!]);
  }
  return wanted;
}
