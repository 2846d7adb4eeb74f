/** What the process with the journal writer alone is asked to write. */
export interface RawOrder {
  readonly url: string;
  readonly companyId: string;
  readonly codes: readonly string[];
  readonly prefix: string;
  /** Transactions in a commit. */
  readonly size: number;
  readonly seconds: number;
}

export interface RawResult {
  readonly transactions: number;
  readonly seconds: number;
  /** Microseconds of processor time. */
  readonly cpu: number;
}
