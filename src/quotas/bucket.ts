import type { Quota } from '../auth';
import { changedBy, difference, full, levelAt, type Level } from './level';
import { storable } from './quota-bucket.repository';

/**
 * What this process knows of a caller's bucket: the level that was shared when it last looked, and the level by what was used here since.
 * What others used meanwhile it learns at the next exchange.
 */
export class Bucket {
  /** The level that is stored, as far as this process knows. */
  private shared: Level;
  private local: Level;
  /** Requests under way, of which the use is not known yet. */
  underWay = 0;
  /** True where something was used that is not stored. */
  changed = false;
  /** When it was last asked for, by performance.now(). */
  usedAt = performance.now();

  constructor(
    readonly owner: string,
    public quota: Quota,
    stored: Level | undefined,
    now: number,
  ) {
    this.shared = this.local = stored ?? full(quota, now);
  }

  level(now: number): Level {
    return (this.local = levelAt(this.local, this.quota, now));
  }

  /** Takes so much out, or puts it back where that is less than nothing. */
  take(cost: number, now: number): void {
    this.local = changedBy(this.level(now), -cost, this.quota);
    this.changed = true;
  }

  /** The level to store, from the one here and the stored one: what is missing from the latter that was there, others have used. */
  merged(known: Level, stored: Level | undefined, now: number): Level {
    const byOthers = difference(stored ?? full(this.quota, now), this.shared, this.quota, now);
    return storable(changedBy(levelAt(known, this.quota, now), byOthers, this.quota));
  }

  /** Goes on from what was stored, less what was used here since `known`. */
  stored(merged: Level, known: Level, now: number): void {
    const usedSince = difference(this.local, known, this.quota, now);
    this.shared = merged;
    this.local = changedBy(levelAt(merged, this.quota, now), usedSince, this.quota);
  }
}
