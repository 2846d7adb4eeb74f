import type { Batcher } from '../batcher';
import type { JournalWriter } from '../writer';
import type { AuditEvent } from './audit-event';
import { recordEvents } from './record-events';

/** How long an event waits for others to be written with, in milliseconds. */
const DELAY = 1_000;
/** Events that may wait one by one; what comes beyond that is counted with what is like it. */
const MOST_WAITING = 10_000;
/** And kinds of events that are counted; past them events are counted as lost. */
const MOST_COUNTED = 20_000;

interface Waiting {
  readonly event: AuditEvent;
  count: number;
}

/**
 * Events of what changes nothing: tokens that were issued, and what was refused. They are written behind the answers, those of a second in
 * one commit. Refusals that are alike share an event with their number, so that nobody fills the disk by being refused.
 */
export class AuditLog {
  private waiting = new Map<string, Waiting>();
  private lost = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly writer: JournalWriter) {}

  note(event: AuditEvent): void {
    const isAlone = event.outcome === undefined && this.waiting.size < MOST_WAITING;
    const key = isAlone ? `${this.waiting.size}` : kindOf(event);
    const known = this.waiting.get(key);
    if (known) known.count += 1;
    else if (this.waiting.size < MOST_COUNTED) this.waiting.set(key, { event, count: 1 });
    else this.lost += 1;
    if (!this.closed) this.timer ??= setTimeout(() => void this.flush(), DELAY).unref();
  }

  /** Resolves when what waits is written, or could not be: then it goes on waiting. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    return (this.writing = this.writing.then(() => this.write()));
  }

  /** Writes what waits; before the writer is closed. */
  async close(): Promise<void> {
    this.closed = true;
    await this.flush();
  }

  private async write(): Promise<void> {
    if (this.waiting.size === 0) return;
    const { waiting, lost } = this;
    [this.waiting, this.lost] = [new Map(), 0];
    const events = [...waiting.values()].map(counted);
    if (lost > 0) events.push(lossOf(lost, events.at(-1)!));
    try {
      await this.writer.submit(batcher, events);
    } catch {
      // The database cannot be reached, or has too much to do: they are tried again with the next ones.
      this.keep(waiting, lost);
    }
  }

  private keep(waiting: ReadonlyMap<string, Waiting>, lost: number): void {
    const since = this.waiting;
    this.waiting = new Map(waiting);
    this.lost += lost;
    for (const { event, count } of since.values()) for (let each = 0; each < count; each += 1) this.note(event);
    if (!this.closed) this.timer ??= setTimeout(() => void this.flush(), DELAY).unref();
  }
}

const batcher: Batcher<readonly AuditEvent[], void> = {
  async write(transaction, commands) {
    await recordEvents(transaction, commands.flat());
    return commands.map(() => ({ ok: true, value: undefined }));
  },
};

/** What events have in common that are counted together: all but their moments and requests. */
function kindOf({ by, action, outcome, companyKey, objectId, detail }: AuditEvent): string {
  const { developerKey, credentialKey, subject, address } = by;
  return JSON.stringify([action, outcome, developerKey, credentialKey, subject, address, companyKey, objectId, detail]);
}

function counted({ event, count }: Waiting): AuditEvent {
  return count === 1 ? event : { ...event, detail: { ...event.detail, count } };
}

function lossOf(count: number, { at }: AuditEvent): AuditEvent {
  const by = { developerKey: null, credentialKey: null, subject: 'server', requestId: 'audit', address: null };
  return { by, at, action: 'audit', outcome: 'FAILED', detail: { lost: count } };
}
