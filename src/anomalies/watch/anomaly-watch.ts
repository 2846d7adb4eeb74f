import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { JournalWriter, Reader } from '../../database';
import type { Clock } from '../../shared/clock';
import type { Trait } from '../client-history';
import type { Detector } from '../detector';
import { DAY, MINUTE, SECOND } from '../durations';
import type { Finding } from '../finding';
import { insertFindings } from './finding.repository';
import { Lease } from './lease';
import { loadDetector } from './load-detector';
import { before, type Cursor } from './places';
import { readSlice } from './read-signals';
import { pruneTraits, writeTraits } from './watch.repository';

/** In real time, in milliseconds: the pause between two sweeps. */
const PAUSE = SECOND;
/** How far behind the clock it reads: by then every process has written what it answered. */
const LAG = 5_000;
/** Slices of one sweep; what is left waits for the next one. */
const MOST_SLICES = 10;
const ELAPSE_EVERY = MINUTE;
const TRAITS_KEPT_FOR = 400 * DAY;

export interface AnomalyWatchParts {
  readonly reader: Reader;
  readonly writer: JournalWriter;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly maxCost: number;
  /** Who is told of what is found: each time that this process has watched. It must not be waited for. */
  readonly notifier: { run(): Promise<void> } | undefined;
}

/** What the one process knows that watches. */
interface Watching {
  readonly detector: Detector;
  cursor: Cursor;
  elapsedAt: number;
  /** Found and learned, and not committed yet. */
  findings: Finding[];
  traits: Trait[];
}

/**
 * Reads what was answered and posted, behind the answers, and keeps what a detector finds in it. Of all processes on a database one
 * watches: each anomaly is raised once.
 */
export class AnomalyWatch {
  private readonly lease: Lease;
  private watching: Watching | undefined;
  private sweeping: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly parts: AnomalyWatchParts) {
    this.lease = new Lease(parts.reader, parts.writer, parts.clock);
  }

  /** Sweeps from now on, with a pause after each; the timer keeps no process alive. */
  start(): void {
    if (this.closed) return;
    this.timer = setTimeout(() => void this.tick(), PAUSE).unref();
  }

  /** Looks at what was answered until a few seconds ago. Never two at once: who calls during one waits for the next. */
  async sweep(): Promise<void> {
    while (this.sweeping) await this.sweeping.catch(() => undefined);
    await (this.sweeping = this.sweepOnce().finally(() => (this.sweeping = undefined)));
  }

  /** Ends the sweep under way, and lets others watch; before the database is closed. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.sweeping?.catch(() => undefined);
    await this.lease.giveUp(this.watching?.cursor).catch(() => undefined);
    this.watching = undefined;
  }

  private async tick(): Promise<void> {
    await this.sweep().catch((error: unknown) => this.parts.logger.warn({ err: error }, 'anomalies could not be looked for'));
    this.start();
  }

  private async sweepOnce(): Promise<void> {
    const until = this.parts.clock.now() - LAG;
    const watching = (this.watching ??= await this.begin(until));
    if (!watching) return;
    await this.read(watching, until);
    this.elapse(watching);
    watching.traits.push(...watching.detector.takeLearned());
    const { findings, traits } = watching;
    if (findings.length > 0 || traits.length > 0 || this.lease.due) {
      // Where the commit fails, or its answer is lost, all is found again from the cursor that is committed.
      this.watching = undefined;
      if (await this.commit(watching)) this.watching = { ...watching, findings: [], traits: [] };
    }
    if (this.watching) void this.parts.notifier?.run();
  }

  private async begin(until: number): Promise<Watching | undefined> {
    const cursor = await this.lease.take(before(until));
    if (!cursor) return undefined;
    const detector = await loadDetector(this.parts.reader, cursor, this.parts.maxCost);
    return { detector, cursor, elapsedAt: cursor.record.at, findings: [], traits: [] };
  }

  private async read(watching: Watching, until: number): Promise<void> {
    for (let slices = 0; slices < MOST_SLICES && !this.closed; slices += 1) {
      if (until <= watching.cursor.record.at) return;
      const slice = await readSlice(this.parts.reader, watching.cursor, until);
      watching.findings.push(...watching.detector.observe(slice.signals));
      watching.cursor = slice.cursor;
      if (slice.complete) return;
      await setImmediate();
    }
  }

  private elapse(watching: Watching): void {
    const { at } = watching.cursor.record;
    if (at - watching.elapsedAt < ELAPSE_EVERY) return;
    watching.elapsedAt = at;
    watching.findings.push(...watching.detector.elapse(at));
  }

  /** False where another process has taken over, which finds the same. */
  private async commit({ findings, traits, cursor }: Watching): Promise<boolean> {
    const now = this.parts.clock.now();
    const isHeld = await this.lease.commit(cursor, async (transaction) => {
      await insertFindings(transaction, findings, this.parts.notifier ? now : null);
      await writeTraits(transaction, traits);
      if (traits.length > 0) await pruneTraits(transaction, now - TRAITS_KEPT_FOR);
    });
    for (const { kind, severity, subject } of isHeld ? findings : []) this.parts.logger.warn({ kind, severity, subject }, 'anomaly');
    return isHeld;
  }
}
