import type { PlaceOf } from './book';

/** What is wrong in a file, and where: `transactions[12].entries[0].amount`, or `line 57, debit`. */
export interface Problem {
  readonly place: string;
  readonly message: string;
}

/** What a reader makes of a file: the parts of the books, which are yet to be checked, and what it could not take. */
export interface ParsedBooks {
  /** Of the form of the JSON format. */
  readonly content: unknown;
  readonly placeOf: PlaceOf;
  readonly problems: readonly Problem[];
  /** What was left out and does no harm to the books, in sentences. */
  readonly notes: readonly string[];
}

/** What the caller says about a journal. */
export interface ReadOptions {
  /** Currencies by the signs that stand for them. */
  readonly commodities?: ReadonlyMap<string, string>;
  /** Balance assertions are left out, and not refused. */
  readonly ignoreAssertions?: boolean;
}

/** A text that is not in its format at all, so that nothing can be said of its parts. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}
