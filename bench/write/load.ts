import type { Worker } from '../support/worker';
import type { Operation } from './operations';

/** What the load generator is asked to do. */
export interface LoadOrder {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly clients: number;
  /** How long new requests are sent; all of them are waited for. */
  readonly seconds: number;
  readonly operation: Operation;
}

export interface LoadResult {
  readonly transactions: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** Milliseconds from a request to its answer. */
  readonly p50: number;
  readonly p99: number;
  /** Of the drafts that were made. */
  readonly ids: readonly string[];
}

export function load(generator: Worker, order: LoadOrder): Promise<LoadResult> {
  return generator.ask<LoadResult>(order);
}
