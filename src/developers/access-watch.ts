/** How often changes by other processes are looked for, in milliseconds. They must count within two seconds. */
const INTERVAL = 1_000;

/**
 * Looks at the version of all rights once a second, so that no request has to. Where it cannot be read, what is remembered is not
 * trusted either.
 */
export class AccessWatch {
  private timer: NodeJS.Timeout | undefined;
  private version: number | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly readVersion: () => Promise<number>,
    private readonly changed: () => void,
  ) {}

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
    const version = await this.readVersion().catch(() => undefined);
    if (version === undefined || version !== this.version) this.changed();
    this.version = version;
  }
}
