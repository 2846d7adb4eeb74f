import type { BenchServer } from '../support/servers';
import type { Worker } from '../support/worker';
import { spreadCodes, type BenchBooks } from './books';
import { load, type LoadResult } from './load';
import type { Operation } from './operations';
import type { RawOrder, RawResult } from './raw';

export const CLIENTS = 64;
export const BATCH = 50;
/** Drafts made for a second of posting; where they run out, the turn is over. */
const DRAFTS_A_SECOND = 6_000;

/** What one turn of a target came to. */
export interface Turn {
  /** Transactions (or answers) a second. */
  readonly rate: number;
  /** Milliseconds from request to answer; none where there are no requests. */
  readonly p50?: number;
  readonly p99?: number;
  /** Microseconds of the server's processor time for each. */
  readonly cpu: number;
}

export interface Target {
  readonly name: string;
  run(seconds: number): Promise<Turn>;
}

/** A server on books of its own, and who sends to it. */
export interface Subject {
  readonly server: BenchServer;
  readonly books: BenchBooks;
  readonly generator: Worker;
}

let turns = 0;
/** Idempotency keys of one turn; none is used twice. */
const nextPrefix = () => `turn-${(turns += 1)}`;

export function singles(name: string, subject: Subject, codes: readonly string[] = spreadCodes): Target {
  const { companyId } = subject.books;
  return { name, run: (seconds) => write(subject, seconds, { kind: 'single', companyId, codes, prefix: nextPrefix() }) };
}

export function batches(name: string, subject: Subject, codes: readonly string[] = spreadCodes): Target {
  const { companyId } = subject.books;
  return { name, run: (seconds) => write(subject, seconds, { kind: 'batch', companyId, codes, prefix: nextPrefix(), size: BATCH }) };
}

/** Posts drafts, which are made before the clock runs. */
export function posts(name: string, subject: Subject): Target {
  const { companyId } = subject.books;
  return {
    name,
    async run(seconds) {
      const requests = Math.ceil((DRAFTS_A_SECOND * seconds) / BATCH);
      const draft = { kind: 'draft', companyId, codes: spreadCodes, prefix: nextPrefix(), size: BATCH, requests } as const;
      const drafts = await send(subject, 600, CLIENTS, draft);
      subject.books.transactions += drafts.transactions;
      return turnOf(subject, () => send(subject, seconds, CLIENTS, { kind: 'post', ids: drafts.ids }));
    },
  };
}

/** One request at a time. */
export function reads(name: string, subject: Subject, query: string, variables: object): Target {
  return { name, run: (seconds) => turnOf(subject, () => send(subject, seconds, 1, { kind: 'read', query, variables })) };
}

/** The journal writer alone, with commits of `size` transactions. */
export function rawWriter(name: string, worker: Worker, books: BenchBooks, size: number): Target {
  const { url, companyId } = books;
  return {
    name,
    async run(seconds) {
      const order: RawOrder = { url, companyId, codes: spreadCodes, prefix: nextPrefix(), size, seconds };
      const result = await worker.ask<RawResult>(order);
      books.transactions += result.transactions;
      return { rate: result.transactions / result.seconds, cpu: result.cpu / result.transactions };
    },
  };
}

async function write(subject: Subject, seconds: number, operation: Operation): Promise<Turn> {
  return turnOf(subject, async () => {
    const result = await send(subject, seconds, CLIENTS, operation);
    subject.books.transactions += result.transactions;
    return result;
  });
}

function send({ server, generator }: Subject, seconds: number, clients: number, operation: Operation): Promise<LoadResult> {
  return load(generator, { url: server.url, headers: server.headers, clients, seconds, operation });
}

async function turnOf({ server }: Subject, work: () => Promise<LoadResult>): Promise<Turn> {
  const before = await server.cpu();
  const { transactions, seconds, p50, p99 } = await work();
  return { rate: transactions / seconds, p50, p99, cpu: ((await server.cpu()) - before) / transactions };
}
