import type { ClientHistories } from '../client-histories';
import type { ClientHistory } from '../client-history';
import type { AnomalyKind, AnomalySeverity, Evidence } from '../finding';
import type { PostingSignal, RequestSignal, SignalOwner } from '../signals';

/** A rule in figures and words; docs/anomalies.md quotes them. */
export interface RuleTerms {
  readonly kind: AnomalyKind;
  readonly severity: AnomalySeverity;
  /** What must happen, in words. */
  readonly threshold: string;
  /** Within which time, in milliseconds. Null where one event is enough. */
  readonly window: number | null;
  /** What must be known of the client before, in words. Null for nothing. */
  readonly history: string | null;
  /** In milliseconds: for how long the same is not told again of the same subject. */
  readonly coolDown: number;
}

/** What a rule has noticed. It is told if the subject's cool-down is over. */
export interface Suspicion {
  readonly subject: string;
  readonly owner: SignalOwner;
  readonly from: number;
  readonly to: number;
  readonly observed: number;
  readonly expected: number | null;
  readonly summary: string;
  readonly evidence: Evidence;
}

/** A rule at work, with whatever it remembers of its window. It sees a signal before the client's history learns of it. */
export interface Watch {
  request?(request: RequestSignal, client: ClientHistory | undefined): Suspicion | undefined;
  posting?(posting: PostingSignal, client: ClientHistory | undefined): Suspicion | undefined;
  /** What the passing of time tells. */
  elapse?(now: number): readonly Suspicion[];
}

export interface Surroundings {
  readonly histories: ClientHistories;
  readonly maxCost: number;
}

export interface Rule {
  readonly terms: RuleTerms;
  watch(surroundings: Surroundings): Watch;
}
