import type { ClientHistory, Trait } from './client-history';
import type { Finding, Raised } from './finding';
import type { Signal } from './signals';

export interface Known {
  readonly histories: Iterable<ClientHistory>;
  /** Findings of the last thirty days at least, for their cool-downs. */
  readonly raised: Iterable<Raised>;
  /** What an operation may cost at most (MAX_COST). */
  readonly maxCost: number;
}

/** Looks at what happens, client by client, and tells what is out of the ordinary. It reads no clock and no database. */
export class Detector {
  constructor(_known: Known) {}

  /** What comes of signals, in the order of their time. */
  observe(_signals: readonly Signal[]): Finding[] {
    return [];
  }

  /** What only the passing of time tells: call it every minute or so, also where nothing happens. */
  elapse(_now: number): Finding[] {
    return [];
  }

  /** Traits that are new, or were refreshed (once a day at most), since this was last asked. */
  takeLearned(): readonly Trait[] {
    return [];
  }
}
