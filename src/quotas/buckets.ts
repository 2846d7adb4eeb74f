import type { Quota } from '../auth';
import type { Database, WriteTransaction } from '../database';
import type { Clock } from '../shared/clock';
import { Bucket } from './bucket';
import { timeUntil, type Level } from './level';
import { pruneLevels, readLevels, writeLevels, type StoredLevel } from './quota-bucket.repository';

/** In real time, in milliseconds: how far apart exchanges with the database are at least. */
const EXCHANGED_EVERY = 500;
/** Past so many buckets those are forgotten that nobody has used for so long: what was used of them is stored. */
const MOST_REMEMBERED = 20_000;
const IDLE_AFTER = 60_000;
const PRUNED_AT_ONCE = 1_000;

/** A bucket with its level when it was handed over to be stored. */
interface Handed {
  readonly bucket: Bucket;
  readonly known: Level;
}

/**
 * Buckets of callers, read once and kept in memory. What is used is stored behind the answers, that of half a second in one commit, which
 * also tells what other processes used.
 */
export class Buckets {
  private readonly buckets = new Map<string, Bucket>();
  private readonly reading = new Map<string, Promise<Bucket>>();
  private readonly changed = new Set<Bucket>();
  private exchanging: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private lastExchange = -Infinity;
  private closed = false;

  constructor(
    private readonly database: Database,
    readonly clock: Clock,
  ) {}

  /** The bucket of an owner, by the quota that holds for it now. A promise where it is not known here yet. */
  of(owner: string, quota: Quota): Bucket | Promise<Bucket> {
    const known = this.buckets.get(owner);
    if (!known) return this.reading.get(owner) ?? this.read(owner, quota);
    known.quota = quota;
    known.usedAt = performance.now();
    return known;
  }

  take(bucket: Bucket, cost: number): void {
    bucket.take(cost, this.clock.now());
    this.changed.add(bucket);
    this.schedule();
  }

  /** Stores what was used, and learns what others used; resolves when that is done, or could not be. */
  async exchange(): Promise<void> {
    await this.exchanging;
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.changed.size === 0) return;
    this.exchanging ??= this.store().finally(() => {
      this.exchanging = undefined;
      this.schedule();
    });
    await this.exchanging;
  }

  /** Stores what was used; before the database is closed. */
  async close(): Promise<void> {
    this.closed = true;
    await this.exchange();
  }

  private read(owner: string, quota: Quota): Promise<Bucket> {
    const read = async () => {
      const levels = await readLevels(this.database.reader, [owner]);
      this.forgetSome();
      const bucket = new Bucket(owner, quota, levels.get(owner), this.clock.now());
      this.buckets.set(owner, bucket);
      return bucket;
    };
    const reading = read().finally(() => this.reading.delete(owner));
    this.reading.set(owner, reading);
    return reading;
  }

  private forgetSome(): void {
    const idleSince = performance.now() - IDLE_AFTER;
    for (const [owner, { underWay, changed, usedAt }] of this.buckets) {
      if (this.buckets.size < MOST_REMEMBERED) return;
      if (underWay === 0 && !changed && usedAt < idleSince) this.buckets.delete(owner);
    }
  }

  private schedule(): void {
    if (this.closed || this.changed.size === 0 || this.exchanging) return;
    const delay = Math.max(0, this.lastExchange + EXCHANGED_EVERY - performance.now());
    this.timer ??= setTimeout(() => void this.exchange(), delay).unref();
  }

  private async store(): Promise<void> {
    this.lastExchange = performance.now();
    const now = this.clock.now();
    const handed = [...this.changed].map((bucket) => ({ bucket, known: bucket.level(now) }));
    this.changed.clear();
    try {
      const stored = await this.database.writer.run((transaction) => this.merge(transaction, handed, now));
      for (const { bucket, known } of handed) {
        bucket.stored(stored.get(bucket.owner)!.level, known, this.clock.now());
        bucket.changed = this.changed.has(bucket);
      }
    } catch {
      // It counts in this process all the same, and is stored when the database can be written.
      for (const { bucket } of handed) this.changed.add(bucket);
    }
  }

  private async merge(transaction: WriteTransaction, handed: readonly Handed[], now: number): Promise<Map<string, StoredLevel>> {
    const owners = handed.map(({ bucket }) => bucket.owner).sort();
    const found = await readLevels(transaction, owners);
    const merged = new Map<string, StoredLevel>();
    for (const { bucket, known } of handed) {
      const level = bucket.merged(known, found.get(bucket.owner), now);
      merged.set(bucket.owner, { level, fullAt: level.at + timeUntil(bucket.quota.burst, level, bucket.quota) });
    }
    await writeLevels(transaction, merged);
    // More than was added, so that the table shrinks again, and no commit takes long.
    await pruneLevels(transaction, now, 2 * merged.size + PRUNED_AT_ONCE);
    return merged;
  }
}
