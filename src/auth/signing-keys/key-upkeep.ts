import type { Logger } from 'pino';
import { publishNextKey, type RotationParts } from './rotate-signing-keys';
import { isPublished, isRotationDue, UPKEEP_INTERVAL } from './schedule';
import { deleteRetiredKeys } from './signing-key.repository';
import type { SigningKeys } from './signing-keys';

/** How often it is looked at the clock, in milliseconds. */
const TICK = 1_000;

export interface KeyUpkeepParts extends RotationParts {
  readonly keys: SigningKeys;
  /** Days for which a key signs; 0 for ever. */
  readonly rotationDays: number;
  readonly logger: Logger;
}

/** Rotates keys by their age, takes away those that are retired, and heeds what other processes do with them. */
export class KeyUpkeep {
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> | undefined;
  private workedAt = -Infinity;

  constructor(private readonly parts: KeyUpkeepParts) {}

  /** Begins at once, and waits for nothing. The timer keeps no process alive. */
  start(): void {
    this.tick();
    this.timer ??= setInterval(() => this.tick(), TICK).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.working;
    await this.parts.keys.idle();
  }

  private tick(): void {
    const age = this.parts.clock.now() - this.workedAt;
    if (this.working || (age >= 0 && age < UPKEEP_INTERVAL)) return;
    this.workedAt = this.parts.clock.now();
    this.working = this.work()
      .catch((error: unknown) => this.parts.logger.warn({ err: error }, 'signing keys could not be looked after'))
      .finally(() => (this.working = undefined));
  }

  private async work(): Promise<void> {
    const { keys, logger } = this.parts;
    await keys.reload();
    await this.rotate();
    await this.removeRetired();
    if (keys.sealed.length > 0) logger.warn({ kids: keys.sealed }, 'signing keys are encrypted with a secret that this process lacks');
  }

  private async rotate(): Promise<void> {
    const { keys, rotationDays, clock, logger } = this.parts;
    if (!isRotationDue(keys.all(), rotationDays, clock.now())) return;
    const next = await publishNextKey(this.parts, (stored, now) => isRotationDue(stored, rotationDays, now));
    await keys.reload();
    if (next) logger.info({ kid: next.kid, signsFrom: new Date(next.activatesAt).toISOString() }, 'the next signing key is published');
  }

  private async removeRetired(): Promise<void> {
    const { keys, clock, database } = this.parts;
    const now = clock.now();
    if (keys.all().every((key) => isPublished(key, now))) return;
    await database.writer.run((transaction) => deleteRetiredKeys(transaction, now));
    await keys.reload();
  }
}
