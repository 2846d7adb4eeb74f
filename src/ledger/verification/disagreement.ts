/** What was checked when something did not agree. */
export type Check =
  | 'JOURNAL' // the company has a journal
  | 'NUMBER' // numbers run from 1 without a gap
  | 'STATUS' // what is numbered is posted, and nothing else is
  | 'ENTRIES' // two or more lines, in order, dated as their transaction, on accounts of the company
  | 'BALANCED' // debits equal credits in every currency
  | 'REVERSAL' // a reversal leads to an earlier posting of the company, and mirrors it
  | 'POSTED_AT' // nothing was posted before what stands before it
  | 'HASH' // content and the hash before it give the hash
  | 'HEAD' // the journal's head is its last transaction
  | 'WRITTEN_HEAD' // a head that was written down earlier stands in the chain
  | 'BALANCE' // kept balances are the sums of the entries
  | 'STRAY'; // a row belongs to what is not there

/** A place where the books contradict themselves. */
export interface Disagreement {
  readonly check: Check;
  /** Of the transaction where it shows; null where it shows in no one transaction, or where that has none. */
  readonly number: number | null;
  readonly transactionId: string | null;
  /** The place, in words: "transaction 17", "the balance of account 1000 in 2026-01, in USD". */
  readonly place: string;
  readonly found: string;
  readonly expected: string;
}

/** A disagreement that shows in no one transaction. */
export function elsewhere(check: Check, place: string, found: string, expected: string): Disagreement {
  return { check, number: null, transactionId: null, place, found, expected };
}

/** An instant (ms since 1970) for people, or the number where it is none. */
export function instant(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? String(milliseconds) : date.toISOString();
}
