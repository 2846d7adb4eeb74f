import { hash } from 'node:crypto';

/** Hash that the first transaction of a journal stands on. */
export const GENESIS = '0'.repeat(64);

/** What of a posted transaction is hashed. Dates are YYYYMMDD, instants ms since 1970, units signed minor units (a debit above zero). */
export interface HashedContent {
  readonly companyId: string;
  readonly number: number;
  readonly id: string;
  readonly date: number;
  readonly postedAt: number;
  /** Id of the transaction that this one reverses. */
  readonly reverses: string | null;
  readonly lines: readonly HashedLine[];
}

export interface HashedLine {
  readonly account: { readonly id: string };
  readonly units: number;
  readonly currency: string;
  readonly memo: string | null;
}

/**
 * SHA-256, in hex, over the JSON array [hash before, company, number, transaction, date YYYYMMDD, posted at in ms, id of the reversed
 * transaction or null, [[account, minor units (debit above zero), currency, memo] for each line]]. What may still be edited after
 * posting (description, counterparty, tags, metadata) is not in it.
 */
export function hashOf(before: string, content: HashedContent): string {
  const { companyId, number, id, date, postedAt, reverses, lines } = content;
  const entries = lines.map((line) => [line.account.id, line.units, line.currency, line.memo]);
  // At once, which takes a third of the time of a Hash object.
  return hash('sha256', JSON.stringify([before, companyId, number, id, date, postedAt, reverses, entries]));
}
