import type { QuotaAmount } from '../auth';

/** What is left in a bucket at an instant. Below zero it is owed. */
export interface Level {
  readonly left: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const MINUTE = 60_000;
/** How far clocks of processes may differ, in milliseconds; a clock that was set back by more must not stop buckets from filling. */
const CLOCKS_DIFFER = 10_000;

export function full({ burst }: QuotaAmount, at: number): Level {
  return { left: burst, at };
}

/** The level at a later instant; an instant that is earlier changes nothing. */
export function levelAt({ left, at }: Level, { costPerMinute, burst }: QuotaAmount, now: number): Level {
  const elapsed = Math.max(0, now - at);
  return { left: Math.min(burst, left + (elapsed * costPerMinute) / MINUTE), at: at > now + CLOCKS_DIFFER ? now : Math.max(at, now) };
}

/** How much more the one holds than the other, both at an instant. */
export function difference(one: Level, other: Level, quota: QuotaAmount, now: number): number {
  return levelAt(one, quota, now).left - levelAt(other, quota, now).left;
}

/** The level with so much more in it, or less. */
export function changedBy({ left, at }: Level, cost: number, { burst }: QuotaAmount): Level {
  return { left: Math.min(burst, left + cost), at };
}

/** Milliseconds until there is so much in it. */
export function timeUntil(cost: number, { left }: Level, { costPerMinute }: QuotaAmount): number {
  return Math.max(0, Math.ceil(((cost - left) * MINUTE) / costPerMinute));
}
