import { LRUCache } from 'lru-cache';
import type { Clock } from '../shared/clock';

/** How somebody stands, and until when that is known to hold; null: until something changes. */
export interface TimedStanding<S> {
  readonly standing: S;
  readonly endsAt: number | null;
}

const REMEMBERED = 10_000;

/** How callers stand, kept in memory until something changes, so that a request asks no database. */
export class StandingMemory<S> {
  private readonly remembered = new LRUCache<string, TimedStanding<S>>({ max: REMEMBERED });
  private loading = new Map<string, Promise<S | undefined>>();

  constructor(private readonly clock: Clock) {}

  /** Reads it where it is not known; those who ask meanwhile wait for the same statement. Nobody is remembered who is not found. */
  of(name: string, read: (now: number) => Promise<TimedStanding<S> | undefined>): S | undefined | Promise<S | undefined> {
    const known = this.remembered.get(name);
    if (known && (known.endsAt === null || known.endsAt > this.clock.now())) return known.standing;
    return this.loading.get(name) ?? this.load(name, read);
  }

  /** Forgets everything: what is being read right now may be of before the change, and is not kept either. */
  forget(): void {
    this.remembered.clear();
    this.loading = new Map();
  }

  private load(name: string, read: (now: number) => Promise<TimedStanding<S> | undefined>): Promise<S | undefined> {
    const { loading } = this;
    const promise = read(this.clock.now())
      .then((found) => {
        if (found && loading === this.loading) this.remembered.set(name, found);
        return found?.standing;
      })
      .finally(() => loading.delete(name));
    loading.set(name, promise);
    return promise;
  }
}
