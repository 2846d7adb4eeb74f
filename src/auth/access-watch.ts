import type { Reader } from '../database';
import { readAccessVersion } from './access-version';

/** How often changes by other processes are looked for, in milliseconds. They must count within two seconds. */
const INTERVAL = 1_000;

/** Where what somebody may do changes, and where that is heard of. */
export interface AccessChanges {
  /** Calls the listener whenever what is remembered of access may be wrong. It is quick, never throws, and forgets or reads anew. */
  onChange(listener: () => void): void;
  /** Tells every listener in this process; called after the commit of a change, so that it counts at once. */
  changed(): void;
}

/**
 * Looks at the version of all access once a second, so that no request has to. Where it cannot be read, what is remembered is not
 * trusted either.
 */
export class AccessWatch implements AccessChanges {
  private readonly listeners: (() => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private version: number | undefined;
  private looking: Promise<void> | undefined;

  constructor(private readonly reader: Reader) {}

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  changed(): void {
    for (const listener of this.listeners) listener();
  }

  /** Resolves when the version is known for the first time. The timer keeps no process alive. */
  async start(interval = INTERVAL): Promise<void> {
    await this.look();
    this.timer ??= setInterval(() => this.tick(), interval).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.looking;
  }

  private tick(): void {
    // The last look has had no answer yet: nobody knows what has changed since.
    if (this.looking) return this.changed();
    this.looking = this.look().finally(() => (this.looking = undefined));
  }

  private async look(): Promise<void> {
    const version = await readAccessVersion(this.reader).catch(() => undefined);
    if (version === undefined || version !== this.version) this.changed();
    this.version = version;
  }
}
