/** Rows as verification reads them. Whatever the columns can hold may stand in them: nothing is taken for granted. */

/** The head of a journal, as it is kept. */
export interface JournalHead {
  readonly number: number;
  readonly hash: string;
  /** ms since 1970; null before the first posting. */
  readonly postedAt: number | null;
}

export interface CompanyToVerify {
  readonly key: number;
  readonly id: string;
  readonly legalName: string;
  /** Undefined where the company has no journal. */
  readonly head: JournalHead | undefined;
}

export interface NumberedRow {
  readonly companyKey: number;
  readonly number: number;
  readonly key: number;
  readonly id: string;
  readonly date: number;
  readonly status: string;
  readonly postedAt: number | null;
  readonly hash: string | null;
  readonly reversesKey: number | null;
}

export interface LineRow {
  readonly line: number;
  readonly date: number;
  readonly accountKey: number;
  readonly units: number;
  readonly currency: string;
  readonly memo: string | null;
}

export interface ReversedRow {
  readonly id: string;
  readonly companyKey: number;
  readonly number: number | null;
}

/** Numbered rows, and by key what belongs to them: lines (of the reversed ones too), what they reverse, the accounts of the lines. */
export interface JournalPage {
  readonly rows: readonly NumberedRow[];
  readonly lines: ReadonlyMap<number, readonly LineRow[]>;
  readonly reversed: ReadonlyMap<number, ReversedRow>;
  readonly accounts: ReadonlyMap<number, { readonly id: string; readonly companyKey: number; readonly code: string }>;
}

/** Where a walk over numbered rows stands: after this number of this company. */
export type WalkPosition = readonly [companyKey: number, number: number | typeof LAST_NUMBER];

/** The largest number that the column holds, as text, since it is past 2^53. */
export const LAST_NUMBER = '9223372036854775807';

export interface UnnumberedRow {
  readonly companyKey: number;
  readonly id: string;
  readonly status: string;
  readonly postedAt: number | null;
  readonly hash: string | null;
}

/** An entry that belongs to no transaction of its account's company. */
export interface StrayEntry {
  readonly companyKey: number;
  readonly accountCode: string;
  readonly date: number;
}

/** What is kept of an account for a currency and a period (YYYYMMDD or YYYYMM): minor units, as text. */
export interface KeptBalance {
  readonly accountKey: number;
  readonly accountCode: string;
  readonly period: number;
  readonly currency: string;
  readonly debit: string;
  readonly credit: string;
}
