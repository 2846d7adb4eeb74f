import { LRUCache } from 'lru-cache';
import type { Database, WriteTransaction } from '../../database';
import type { Clock } from '../../shared/clock';
import { afterEvents, blankRecord, withEvent, type AttemptEvent, type AttemptRecord } from './rules';
import { pruneAttempts, readAttempts, writeAttempts } from './token-attempt.repository';

/** Somebody whose attempts are counted together. */
export interface Subject {
  readonly name: string;
  /** Failures in a window from which on it is held up. */
  readonly limit: number;
}

/** In real time, in milliseconds: how long what was read is taken for what is, and how far apart the writes are at least. */
const FRESH_FOR = 500;
const WRITTEN_EVERY = 500;
const MOST_REMEMBERED = 20_000;
const PRUNED_AT_ONCE = 1_000;
/** Subjects of which something may wait to be written. */
const MOST_WAITING = 20_000;

interface Waiting {
  readonly subject: Subject;
  readonly events: readonly AttemptEvent[];
}

/**
 * The records of subjects: what the database has, read again when it is older than half a second, with what happened in this process
 * added at once. What happens is written behind the answers, that of half a second in one commit.
 */
export class AttemptRecords {
  private readonly stored = new LRUCache<string, { record: AttemptRecord; readAt: number }>({ max: MOST_REMEMBERED });
  private readonly reading = new Map<string, Promise<void>>();
  private waiting = new Map<string, Waiting>();
  private beingWritten = new Map<string, Waiting>();
  private writing: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private lastWrite = -Infinity;
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** True where so much waits to be written that nothing more should happen. */
  get full(): boolean {
    return this.waiting.size >= MOST_WAITING;
  }

  /** Makes sure that the records of these subjects are known and fresh. */
  async refresh(subjects: readonly Subject[]): Promise<void> {
    const now = performance.now();
    const stale = subjects.filter(({ name }) => now - (this.stored.get(name)?.readAt ?? -Infinity) >= FRESH_FOR);
    if (stale.length > 0) await Promise.all(stale.map(({ name }) => this.reading.get(name) ?? this.read(name)));
  }

  of({ name, limit }: Subject): AttemptRecord {
    const stored = this.stored.get(name)?.record ?? blankRecord;
    const unwritten = [this.beingWritten.get(name), this.waiting.get(name)];
    return unwritten.reduce((record, waiting) => (waiting ? afterEvents(record, waiting.events, limit) : record), stored);
  }

  note(subject: Subject, event: AttemptEvent): void {
    const { events = [] } = this.waiting.get(subject.name) ?? {};
    this.waiting.set(subject.name, { subject, events: withEvent(events, event) });
    this.schedule();
  }

  /** Writes what waits, and nothing afterwards. */
  async close(): Promise<void> {
    this.closed = true;
    await this.flush();
  }

  private async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.writing;
    if (this.waiting.size > 0) this.writing = this.write();
    await this.writing;
  }

  private read(name: string): Promise<void> {
    const startedAt = performance.now();
    const read = async () => {
      const found = await readAttempts(this.database.reader, [name]);
      // Whether the read saw what is being written is not known; what is written is.
      if (this.beingWritten.has(name)) await this.writing;
      if ((this.stored.get(name)?.readAt ?? -Infinity) >= startedAt) return;
      this.stored.set(name, { record: found.get(name) ?? blankRecord, readAt: startedAt });
    };
    const reading = read().finally(() => this.reading.delete(name));
    this.reading.set(name, reading);
    return reading;
  }

  private schedule(): void {
    if (this.closed || this.waiting.size === 0 || this.beingWritten.size > 0) return;
    const delay = Math.max(0, this.lastWrite + WRITTEN_EVERY - performance.now());
    this.timer ??= setTimeout(() => void this.flush(), delay).unref();
  }

  private async write(): Promise<void> {
    const written = (this.beingWritten = this.waiting);
    this.waiting = new Map();
    this.lastWrite = performance.now();
    try {
      const records = await this.database.writer.run((transaction) => this.merge(transaction, written));
      const readAt = performance.now();
      for (const [name, record] of records) this.stored.set(name, { record, readAt });
      this.beingWritten = new Map();
    } catch {
      // It still counts in this process, and is written when the database can be.
      this.beingWritten = new Map();
      for (const [name, { subject, events }] of written) {
        this.waiting.set(name, { subject, events: [...events, ...(this.waiting.get(name)?.events ?? [])] });
      }
    }
    this.schedule();
  }

  /** Every process adds what happened in it to what the others have written. */
  private async merge(transaction: WriteTransaction, waiting: ReadonlyMap<string, Waiting>): Promise<Map<string, AttemptRecord>> {
    const names = [...waiting.keys()].sort();
    const stored = await readAttempts(transaction, names);
    const merged = new Map<string, AttemptRecord>();
    for (const name of names) {
      const { subject, events } = waiting.get(name)!;
      merged.set(name, afterEvents(stored.get(name) ?? blankRecord, events, subject.limit));
    }
    await writeAttempts(transaction, merged);
    // More than was added, so that the table shrinks again after a flood, and no commit takes long.
    await pruneAttempts(transaction, this.clock.now(), 2 * merged.size + PRUNED_AT_ONCE);
    return merged;
  }
}
