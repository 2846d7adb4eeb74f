import type { Logger } from 'pino';
import type { JournalWriter, Reader } from '../../database';
import type { Clock } from '../../shared/clock';
import { HOUR, MINUTE, SECOND } from '../durations';
import { readDue, writeOutcomes, type Delivery, type Outcome } from './delivery.repository';
import { send, type Webhook } from './send';

/** After each try that failed, how long until the next one; after the last of them, some four days, it is given up. */
const pauses = [5 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR, 24 * HOUR];

/** Sent at once; a webhook that does not answer holds up nobody but those. */
const MOST_AT_ONCE = 5;

export interface NotifierParts {
  readonly reader: Reader;
  readonly writer: JournalWriter;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly webhook: Webhook;
}

/** Tells a webhook of anomalies, each at least once. What is still to be told stands with the anomaly, so it survives a restart. */
export class Notifier {
  private running: Promise<void> | undefined;
  private readonly stopping = new AbortController();

  constructor(private readonly parts: NotifierParts) {}

  /** Sends what is due; resolves when nothing is any more. Never two at once. It does not throw. */
  run(): Promise<void> {
    return (this.running ??= this.sendDue()
      .catch((error: unknown) => this.parts.logger.warn({ err: error }, 'the webhook could not be told of anomalies yet'))
      .finally(() => (this.running = undefined)));
  }

  /** Breaks off what is under way; it is sent again after the next start. */
  async close(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async sendDue(): Promise<void> {
    const { reader, writer, clock } = this.parts;
    while (!this.stopping.signal.aborted) {
      const due = await readDue(reader, clock.now(), MOST_AT_ONCE);
      if (due.length === 0) return;
      const outcomes = await Promise.all(due.map((delivery) => this.try(delivery)));
      if (this.stopping.signal.aborted) return;
      await writer.run((transaction) => writeOutcomes(transaction, outcomes));
    }
  }

  private async try({ key, id, body, tries }: Delivery): Promise<Outcome> {
    const { clock, logger, webhook } = this.parts;
    const timestamp = Math.floor(clock.now() / SECOND);
    const failure = await send(webhook, { id, timestamp, body }, this.stopping.signal);
    const outcome = { key, tries: tries + 1 };
    if (failure === undefined) return { ...outcome, notifiedAt: clock.now(), notifyAt: null };
    const pause = pauses[tries];
    const notifyAt = pause === undefined ? null : clock.now() + pause;
    const told = { anomaly: id, tries: outcome.tries, failure };
    if (notifyAt === null) logger.error(told, 'the webhook was not told of an anomaly, and will not be');
    else logger.warn(told, 'the webhook did not take an anomaly yet');
    return { ...outcome, notifiedAt: null, notifyAt };
  }
}
