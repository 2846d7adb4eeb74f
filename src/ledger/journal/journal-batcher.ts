import {
  auditHeads,
  isOutOfRange,
  newKeys,
  readEach,
  recordEvents,
  type AuditEvent,
  type Batcher,
  type Outcome,
  type WriteTransaction,
} from '../../database';
import type { Clock } from '../../shared/clock';
import { errorOf, isStorable } from '../../shared/violations';
import { eventOf, stateBefore } from './audit-events';
import type { JournalBooks } from './books';
import type { JournalCommand, JournalResults } from './commands';
import { decideClose, decideReopen } from './decide-closing';
import { decideCreate } from './decide-create';
import { decidePost } from './decide-post';
import { decideReversal } from './decide-reversal';
import { decideUpdate } from './decide-update';
import { decideVoid } from './decide-void';
import { Desk } from './desk';
import { entriesToHold, heldTransactions, transactionsToHold } from './held-transactions';
import { knownKeys, takenExternalIds, type Wanted } from './journal.repository';
import type { Moment } from './moment';
import { writeJournal } from './write-journal';

type Result = JournalResults[keyof JournalResults];

/**
 * Decides and writes a commit's worth of commands: the journals of their companies are locked, what the commands name is read, each is
 * decided in memory in the order in which it came, and everything is written at once.
 */
export class JournalBatcher implements Batcher<JournalCommand, Result> {
  constructor(
    private readonly books: JournalBooks,
    private readonly clock: Clock,
  ) {}

  async write(transaction: WriteTransaction, commands: readonly JournalCommand[]): Promise<readonly Outcome<Result>[]> {
    const { desks, keys, chains } = await this.read(transaction, commands);
    let taken = 0;
    const moment: Moment = { now: this.clock.now(), takeKey: () => keys[taken++]! };
    const events: AuditEvent[] = [];
    const outcomes = commands.map((command) => {
      const desk = desks.get(command.company.key)!;
      const before = stateBefore(command, desk);
      const outcome = decide(command, desk, moment);
      const event = outcome.ok ? eventOf(command, outcome.value, before, desk, moment.now) : undefined;
      if (event) events.push(event);
      return outcome;
    });
    writeJournal(transaction, [...desks.values()]);
    await recordEvents(transaction, events, chains);
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

  /** Locks the journals and the chains of events, and reads all that the commands name: in one statement on SQLite, in three on PostgreSQL. */
  private async read(transaction: WriteTransaction, commands: readonly JournalCommand[]) {
    const { dialect } = transaction;
    const held = [...new Set(commands.flatMap(transactionsIn))];
    const companyKeys = [...new Set(commands.map(({ company }) => company.key))];
    const [heads, chains, known, externalIds, rows, entries, keys] = await readEach(transaction, [
      this.books.heads(transaction, companyKeys),
      auditHeads(dialect, companyKeys),
      knownKeys(dialect, wanted(commands, idempotencyKeysIn)),
      takenExternalIds(dialect, wanted(commands, externalIdsIn)),
      transactionsToHold(dialect, held),
      entriesToHold(dialect, held),
      newKeys(dialect, 'transactions', 'transaction_keys', sum(commands, newTransactions)),
    ]);
    const books = await this.books.at(heads, transaction);
    const heldOf = heldTransactions(rows, entries, books);
    const desks = new Map([...books].map(([key, book]) => [key, new Desk(book, known.get(key), externalIds.get(key), heldOf.get(key))]));
    return { desks, keys, chains };
  }
}

function decide(command: JournalCommand, desk: Desk, moment: Moment): Outcome<Result> {
  switch (command.kind) {
    case 'create':
      return decideCreate(command, desk, moment);
    case 'update':
      return decideUpdate(command, desk);
    case 'post':
      return decidePost(command, desk, moment);
    case 'void':
      return decideVoid(command, desk, moment);
    case 'reverse':
      return decideReversal(command, desk, moment);
    case 'close':
      return decideClose(command, desk, moment);
    case 'reopen':
      return decideReopen(command, desk, moment);
  }
}

/** What commands bring with them or name, and what is therefore read before they are decided. */

function newTransactions(command: JournalCommand): number {
  if (command.kind === 'create') return command.transactions.length;
  return command.kind === 'reverse' ? 1 : 0;
}

const transactionsIn = (command: JournalCommand) => ('transactionKey' in command ? [command.transactionKey] : []);

function idempotencyKeysIn(command: JournalCommand): (string | null)[] {
  if (command.kind === 'create') return command.transactions.map(({ idempotencyKey }) => idempotencyKey);
  return 'idempotencyKey' in command ? [command.idempotencyKey] : [];
}

function externalIdsIn(command: JournalCommand): (string | null)[] {
  return command.kind === 'create' ? command.transactions.map(({ externalId }) => externalId) : [];
}

/** A text that cannot be stored is refused by its own rule, and not looked for. */
function wanted(commands: readonly JournalCommand[], textsIn: (command: JournalCommand) => (string | null)[]): Wanted[] {
  return commands.flatMap((command) => {
    const texts = new Set(textsIn(command).filter((text) => text !== null && isStorable(text)));
    return [...texts].map((text): Wanted => [command.company.key, text!]);
  });
}

function sum<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}
