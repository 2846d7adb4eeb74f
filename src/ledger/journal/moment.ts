/** What a decision takes from outside the books. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Internal key for a new transaction; they rise. */
  readonly takeKey: () => number;
}
