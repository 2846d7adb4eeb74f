import type { ClientFailure } from '../auth';
import type { RootFieldUse } from '../usage';

/** Whose a signal is; keys are 0 for nobody. */
export interface SignalOwner {
  readonly developerKey: number;
  readonly credentialKey: number;
}

/** A request that was answered. */
export interface RequestSignal extends SignalOwner {
  readonly type: 'REQUEST';
  /** Milliseconds since 1970, as everywhere here. */
  readonly at: number;
  readonly requestId: string;
  readonly secretKey: number | null;
  /** The network of the caller: /24 or /48. */
  readonly address: string;
  readonly userAgent: string | null;
  /** query, mutation, report or oauth. */
  readonly operationType: string | null;
  readonly operationHash: string | null;
  readonly rootFields: readonly RootFieldUse[];
  /** What the operation could have cost, and what it did. */
  readonly costAsked: number | null;
  readonly cost: number;
  readonly rows: number;
  /** OK, or the code of the error that counts. */
  readonly status: string;
  readonly replayed: boolean;
  /** Why the client was refused that tried to prove who it is; it is counted for whom it named. */
  readonly clientFailure: ClientFailure | null;
  /** Short hashes of the ids that led to nothing that the caller can see. */
  readonly missed: readonly string[];
}

/** A transaction that was posted. */
export interface PostingSignal extends SignalOwner {
  readonly type: 'POSTING';
  readonly at: number;
  readonly companyKey: number;
  readonly transactionId: string;
  /** The transaction that this one reverses, and when that was posted. */
  readonly reverses: { readonly transactionId: string; readonly postedAt: number } | null;
  /** Equal for transactions of one company and date with the same accounts, sides, amounts and currency. */
  readonly fingerprint: string;
}

export type Signal = RequestSignal | PostingSignal;
