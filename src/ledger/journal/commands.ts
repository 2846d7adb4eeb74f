import type { CompanyReference } from '../../companies';
import type { Doer } from '../../database';
import type { Violation } from '../../shared/errors';
import type { Violations } from '../../shared/violations';
import type { PreparedTransaction } from '../transactions/prepare-transaction';
import type { PreparedUpdate } from '../transactions/prepare-update';
import type { TransactionRow } from '../transactions/transaction-row';

interface ForCompany {
  readonly company: Pick<CompanyReference, 'key'>;
  readonly by: Doer;
}

interface OnTransaction extends ForCompany {
  /** Internal key of a transaction of the company. */
  readonly transactionKey: number;
}

/** A request that may be repeated: the same key and the same content bring back what the first one did. */
export interface Repeatable {
  readonly idempotencyKey: string | null;
  readonly requestHash: string;
}

interface Checked {
  /** What is wrong with the input by itself; decided together with what is wrong with it in these books. */
  readonly violations: Violations;
}

/** Transactions to write, decided in their order. */
export interface CreateCommand extends ForCompany {
  readonly kind: 'create';
  /** The mutation. */
  readonly action: 'createTransaction' | 'createTransactions';
  readonly transactions: readonly PreparedTransaction[];
  /** Whether one refusal refuses all (then the outcome is an AppError with every violation). */
  readonly allOrNone: boolean;
  readonly dryRun: boolean;
}

export interface UpdateCommand extends OnTransaction {
  readonly kind: 'update';
  readonly update: PreparedUpdate;
}

export interface PostCommand extends OnTransaction, Repeatable, Checked {
  readonly kind: 'post';
  /** YYYYMMDD; null: as it is dated. */
  readonly date: number | null;
}

export interface VoidCommand extends OnTransaction, Repeatable, Checked {
  readonly kind: 'void';
  readonly reason: string | null;
}

export interface ReverseCommand extends OnTransaction, Repeatable, Checked {
  readonly kind: 'reverse';
  /** YYYYMMDD; null: the day on which it is decided, in UTC. */
  readonly date: number | null;
  /** Null: one that names what is reversed. */
  readonly description: string | null;
}

export interface CloseCommand extends ForCompany {
  readonly kind: 'close';
  /** YYYYMMDD */
  readonly through: number;
}

export interface ReopenCommand extends ForCompany, Checked {
  readonly kind: 'reopen';
  /** YYYYMMDD; null: wholly. */
  readonly through: number | null;
  readonly reason: string;
}

/** What the journal writer decides, in the order in which it comes. */
export type JournalCommand = CreateCommand | UpdateCommand | PostCommand | VoidCommand | ReverseCommand | CloseCommand | ReopenCommand;

/** What came of one transaction to write. */
export type CreateResult =
  | { readonly transaction: TransactionRow; readonly replayed: boolean; readonly violations?: undefined }
  | { readonly violations: readonly Violation[]; readonly transaction?: undefined };

/** A transaction as a command left it, or as an earlier one with the same idempotency key did. */
export interface Done {
  readonly transaction: TransactionRow;
  readonly replayed: boolean;
}

/** A reversal, and what it reverses. */
export interface Reversed extends Done {
  readonly reversed: TransactionRow;
}

/** What comes of each kind of command that is not refused. */
export interface JournalResults {
  create: readonly CreateResult[];
  update: Done;
  post: Done;
  void: Done;
  reverse: Reversed;
  close: null;
  reopen: null;
}

export type CommandOf<Kind extends keyof JournalResults> = Extract<JournalCommand, { kind: Kind }>;
