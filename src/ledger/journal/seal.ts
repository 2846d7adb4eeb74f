import type { DecidedLine } from './desk';
import type { Book } from './books';
import { hashOf } from './hash-chain';

export interface SealedContent {
  readonly id: string;
  readonly date: number;
  /** Id of the transaction that this one reverses. */
  readonly reverses: string | null;
  readonly lines: readonly DecidedLine[];
}

/** What a transaction gets by being posted. */
export interface Seal {
  readonly number: number;
  readonly postedAt: number;
  readonly hash: string;
}

/** Posts: gives the next number and the next link of the hash chain, and moves the head of the book. Time never runs backwards in a journal. */
export function seal(book: Book, content: SealedContent, now: number): Seal {
  const number = book.lastNumber + 1;
  const postedAt = Math.max(now, book.lastPostedAt);
  const hash = hashOf(book.lastHash, { companyId: book.chart.companyId, number, postedAt, ...content });
  Object.assign(book, { lastNumber: number, lastPostedAt: postedAt, lastHash: hash, moved: true } satisfies Partial<Book>);
  return { number, postedAt, hash };
}
