import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { CacheCounts } from '../../shared/cache-counts';

/** What is asked at each scrape, and by nobody else. */
export interface MetricSources {
  /** Transactions that wait to be written. */
  readonly queued: () => number;
  /** The most that may wait. */
  readonly queueLimit: number;
  /** By the name that each is told under. */
  readonly caches: Readonly<Record<string, CacheCounts>>;
}

export interface AnsweredRequest {
  /** As it is declared, so that there are as many as routes; undefined where there is none. */
  readonly route: string | undefined;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
  readonly operationType: string | undefined;
  /** Codes of the errors in the answer. */
  readonly codes: readonly string[] | undefined;
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];
const methods = new Set(['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']);

/** The figures of this process, in the format of Prometheus. No label holds what a client may choose: each has few values. */
export class Metrics {
  readonly registry = new Registry();

  private readonly requests = new Histogram({
    name: 'open_ledger_http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer.',
    labelNames: ['route', 'method', 'status'] as const,
    buckets: seconds,
    registers: [this.registry],
  });
  private readonly operations = new Counter({
    name: 'open_ledger_operations_total',
    help: 'GraphQL requests by kind of operation and by the code of the first error, OK where there is none.',
    labelNames: ['type', 'code'] as const,
    registers: [this.registry],
  });
  private readonly commits = new Histogram({
    name: 'open_ledger_commit_duration_seconds',
    help: 'Time from the beginning of a database transaction that writes to the end of its commit.',
    buckets: seconds,
    registers: [this.registry],
  });
  private readonly batches = new Histogram({
    name: 'open_ledger_commit_transactions',
    help: 'Transactions in one commit; a change of another kind counts as one.',
    buckets: sizes,
    registers: [this.registry],
  });
  private readonly retries = new Counter({
    name: 'open_ledger_commit_retries_total',
    help: 'Transactions that the database asked to be tried again.',
    registers: [this.registry],
  });

  constructor(sources: MetricSources) {
    collectDefaultMetrics({ register: this.registry });
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers: [this.registry],
        collect() {
          this.set(read());
        },
      });
    gauge('open_ledger_write_queue_transactions', 'Transactions that wait to be written.', sources.queued);
    gauge('open_ledger_write_queue_limit', 'Transactions that may wait before the answer is OVERLOADED.', () => sources.queueLimit);
    this.countLookups(sources.caches);
  }

  answered({ route, method, status, seconds: taken, operationType, codes }: AnsweredRequest): void {
    this.requests.labels(route ?? 'none', methods.has(method) ? method : 'other', String(status)).observe(taken);
    if (route === '/graphql') this.operations.labels(operationType ?? 'none', codes?.[0] ?? 'OK').inc();
  }

  committed(transactions: number, milliseconds: number): void {
    this.commits.observe(milliseconds / 1000);
    this.batches.observe(transactions);
  }

  retried(): void {
    this.retries.inc();
  }

  /** The ways through the caches are hot, so they count by themselves, and are asked at each scrape. */
  private countLookups(caches: MetricSources['caches']): void {
    new Counter({
      name: 'open_ledger_cache_lookups_total',
      help: 'Lookups in the caches of verified tokens and of plans of operations.',
      labelNames: ['cache', 'result'] as const,
      registers: [this.registry],
      collect() {
        this.reset();
        for (const [cache, { hits, misses }] of Object.entries(caches)) {
          this.inc({ cache, result: 'hit' }, hits);
          this.inc({ cache, result: 'miss' }, misses);
        }
      },
    });
  }
}
