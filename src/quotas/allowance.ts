import { AppError } from '../shared/errors';
import type { Quota } from '../auth';
import type { Bucket } from './bucket';
import type { Buckets } from './buckets';
import { timeUntil } from './level';

/** What a caller with a quota may still use, in one request. */
export class Allowance {
  /** What was taken for the request; undefined where nothing was yet. */
  private charged: number | undefined;

  constructor(
    private readonly bucket: Bucket,
    private readonly buckets: Buckets,
  ) {}

  get quota(): Quota {
    return this.bucket.quota;
  }

  /** Whole cost that is left; nothing where some is owed. */
  get remaining(): number {
    return Math.max(0, Math.floor(this.bucket.level(this.buckets.clock.now()).left));
  }

  /** Whole seconds until the bucket is full. */
  get fullAfterSeconds(): number {
    return this.secondsUntil(this.quota.burst);
  }

  /**
   * Takes what the request may cost at most, as it is known beforehand.
   * @throws AppError TOO_COMPLEX where that is more than there ever is at once, THROTTLED where it is more than is left; nothing is taken then
   */
  charge(asked: number): void {
    const { burst } = this.quota;
    if (asked > burst) throw new AppError('TOO_COMPLEX', `This costs ${asked}; ${nameOf(this.quota)} allows ${burst} at once.`);
    if (this.bucket.level(this.buckets.clock.now()).left < asked) throw this.throttled(asked);
    this.charged = asked;
    this.bucket.underWay += 1;
    this.buckets.take(this.bucket, asked);
  }

  /** Puts back what was not used, or takes what was used beyond what was asked: that is owed where it is more than is left. */
  settle(used: number): void {
    if (this.charged === undefined) return;
    this.bucket.underWay -= 1;
    if (used !== this.charged) this.buckets.take(this.bucket, used - this.charged);
    this.charged = undefined;
  }

  private throttled(asked: number): AppError {
    const { costPerMinute, burst } = this.quota;
    const retryAfterSeconds = Math.max(1, this.secondsUntil(asked));
    const limit = `${costPerMinute} a minute, ${burst} at once`;
    const message = `This costs ${asked}, and ${this.remaining} is left of ${nameOf(this.quota)} (${limit}). Wait ${retryAfterSeconds} s.`;
    return new AppError('THROTTLED', message, { retryAfterSeconds });
  }

  private secondsUntil(cost: number): number {
    return Math.ceil(timeUntil(cost, this.bucket.level(this.buckets.clock.now()), this.quota) / 1_000);
  }
}

function nameOf({ source, role }: Quota): string {
  if (source === 'SERVER') return "the server's quota for each developer";
  return source === 'DEVELOPER' ? "the developer's own quota" : `the quota of the role ${role}`;
}
