import type { WriteTransaction } from './write-transaction';

/** The outcome of one command in a batch: a refusal is a value, and touches nobody else's command. */
export type Outcome<R> = { readonly ok: true; readonly value: R } | { readonly ok: false; readonly error: Error };

/** Decides and writes many commands in one transaction. */
export interface Batcher<C, R> {
  /** Outcomes in the order of the commands. What it throws undoes the transaction. */
  write(transaction: WriteTransaction, commands: readonly C[]): Promise<readonly Outcome<R>[]>;
  /** Called after each try that was undone, or that may have been: what was learnt in it may be wrong. */
  undone?(): void;
  /** Says what a failure of a single command means to its sender; called once a batch is cut down to that command. */
  explain?(error: unknown): Error;
}
