import { deniedCodes, OK, throttledCode } from '../../shared/answer-status';
import { percentile } from '../histogram';
import type { UsageFigures } from './usage.types';

/** What a bucket of the series is told apart by; null for what it is not grouped by. */
export interface UsageGroup {
  readonly start: number | null;
  readonly developerKey: number | null;
  readonly credentialKey: number | null;
  readonly operation: string | null;
  readonly field: string | null;
  readonly status: string | null;
  readonly ip: string | null;
}

/** Requests of one group that ended alike and took as long. */
export interface Counted {
  readonly group: UsageGroup;
  readonly status: string;
  readonly bucket: number;
  readonly requests: number;
  readonly rows: number;
  readonly cost: number;
}

/** The largest Int of GraphQL. */
const MOST = 2_147_483_647;

/** Adds up what was counted. */
export class Figures {
  private requests = 0;
  private errors = 0;
  private denied = 0;
  private throttled = 0;
  private rows = 0;
  private cost = 0;
  private readonly latencies = new Map<number, number>();

  add({ status, bucket, requests, rows, cost }: Counted): void {
    this.requests += requests;
    if (status !== OK) this.errors += requests;
    if (deniedCodes.includes(status)) this.denied += requests;
    if (status === throttledCode) this.throttled += requests;
    this.rows += rows;
    this.cost += cost;
    this.latencies.set(bucket, (this.latencies.get(bucket) ?? 0) + requests);
  }

  told(): UsageFigures {
    const { requests, errors, denied, throttled, rows, cost, latencies } = this;
    const counts = Object.entries({ requests, errors, denied, throttled, rows, cost });
    return {
      ...(Object.fromEntries(counts.map(([name, count]) => [name, Math.min(MOST, count)])) as Record<keyof UsageFigures, number>),
      latencyMsP50: percentile(latencies, 0.5),
      latencyMsP95: percentile(latencies, 0.95),
      latencyMsP99: percentile(latencies, 0.99),
    };
  }
}
