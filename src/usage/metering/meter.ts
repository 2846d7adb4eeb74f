import { randomInt } from 'node:crypto';
import type { Logger } from 'pino';
import type { ClientDirectory } from '../../auth';
import type { JournalWriter } from '../../database';
import type { Clock } from '../../shared/clock';
import { AppError } from '../../shared/errors';
import { ownersOf } from './owners';
import { RecordBatcher, type RecordBatch } from './record-batcher';
import { recordOf, type AnsweredRequest, type UsageRecord } from './usage-record';

/** In real time, in milliseconds: how long a record waits for others at most, and how often old ones are looked for where nothing happens. */
const WRITTEN_EVERY = 500;
const LOOKED_FOR_EVERY = 60_000;
/** Records that wait to be written, and those of one commit. */
const MOST_WAITING = 50_000;
const MOST_AT_ONCE = 5_000;
/** Tries when the server stops, and those after which records are given up that the database refuses. */
const LAST_TRIES = 3;
const MOST_REFUSALS = 5;

export interface MeterParts {
  readonly writer: JournalWriter;
  readonly clients: Pick<ClientDirectory, 'standing'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retentionDays: number;
}

interface Waiting {
  readonly record: UsageRecord;
  readonly presentedClientId: string | undefined;
}

/** Keeps a record of every request, behind its answer: those of half a second are written, and rolled up, in one commit. */
export class Meter {
  private waiting: Waiting[] = [];
  private batch: RecordBatch | undefined;
  private refusals = 0;
  private writing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly upkeep: NodeJS.Timeout;
  private readonly batcher: RecordBatcher;
  /** Two processes that count alike are told apart by this. */
  private readonly offset = randomInt(2 ** 21) * 2 ** 32;
  private counted = 0;
  private droppedUntold = 0;

  constructor(private readonly parts: MeterParts) {
    this.batcher = new RecordBatcher(parts.clock, parts.retentionDays);
    this.upkeep = setInterval(() => void this.lookForOld(), LOOKED_FOR_EVERY).unref();
  }

  /** Costs the request nothing but a place in a list. Past the bound a record is dropped, and that is logged. */
  record(request: AnsweredRequest): void {
    if (this.waiting.length >= MOST_WAITING) {
      this.droppedUntold += 1;
      return;
    }
    const { client, caller, presentedClientId } = request.outcome;
    const record = recordOf(request, this.parts.clock.now(), this.offset + (this.counted = (this.counted + 1) % 2 ** 32));
    this.waiting.push({ record, presentedClientId: client || caller ? undefined : presentedClientId });
    this.schedule();
  }

  /** Resolves once all that was recorded before is written, or could not be. */
  async flush(): Promise<void> {
    await this.writing;
    await this.write();
  }

  /** Writes what waits; before the database is closed. */
  async close(): Promise<void> {
    clearInterval(this.upkeep);
    for (let tries = 0; tries < LAST_TRIES; tries += 1) {
      await this.flush();
      if (!this.batch && this.waiting.length === 0) break;
    }
    clearTimeout(this.timer);
    this.droppedUntold += this.waiting.length + (this.batch?.records.length ?? 0);
    this.tellDropped();
  }

  private schedule(): void {
    if (this.writing) return;
    this.timer ??= setTimeout(() => void this.write(), WRITTEN_EVERY).unref();
  }

  private write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    return (this.writing ??= this.writeAll().finally(() => {
      this.writing = undefined;
      this.tellDropped();
      if (this.batch || this.waiting.length > 0) this.schedule();
    }));
  }

  private async writeAll(): Promise<void> {
    while (this.batch || this.waiting.length > 0) {
      const batch = (this.batch ??= { records: await this.take(), mayBeWritten: false });
      try {
        await this.parts.writer.submit(this.batcher, batch);
        this.batch = undefined;
      } catch (error) {
        this.failed(batch, error);
        return;
      }
    }
  }

  private failed(batch: RecordBatch, error: unknown): void {
    this.parts.logger.warn({ err: error, waiting: batch.records.length + this.waiting.length }, 'usage could not be written yet');
    // A commit whose answer was lost may have happened; the batcher looks.
    this.batch = { ...batch, mayBeWritten: true };
    // The database answers, and does not take them: all others would wait behind these.
    if (error instanceof AppError || (this.refusals += 1) < MOST_REFUSALS) return;
    this.refusals = 0;
    this.batch = undefined;
    this.droppedUntold += batch.records.length;
  }

  private async take(): Promise<readonly UsageRecord[]> {
    const taken = this.waiting.splice(0, MOST_AT_ONCE);
    const owners = await ownersOf(
      taken.map(({ presentedClientId }) => presentedClientId),
      this.parts.clients,
    );
    return taken.map(({ record }, index) => (owners[index] ? { ...record, owner: owners[index] } : record));
  }

  private async lookForOld(): Promise<void> {
    if (this.writing || this.waiting.length > 0) return;
    await this.parts.writer.submit(this.batcher, { records: [], mayBeWritten: false }).catch(() => undefined);
  }

  private tellDropped(): void {
    if (this.droppedUntold === 0) return;
    this.parts.logger.error({ dropped: this.droppedUntold }, 'requests are missing from usage: more than could be written');
    this.droppedUntold = 0;
  }
}
