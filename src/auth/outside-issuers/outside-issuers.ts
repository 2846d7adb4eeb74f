import type { Logger } from 'pino';
import type { Clock } from '../../shared/clock';
import { IssuerKeys } from './issuer-keys';
import { OutsideIssuer, type OutsideTokenRules } from './outside-issuer';

/** How often it is looked whether keys are due, in milliseconds. */
const INTERVAL = 5_000;

/** The issuers that the settings name. Each has keys of its own, which are fetched anew in the background. */
export class OutsideIssuers {
  readonly list: readonly OutsideIssuer[];
  private readonly keys: readonly IssuerKeys[];
  private timer: NodeJS.Timeout | undefined;

  constructor(issuers: readonly string[], rules: OutsideTokenRules, clock: Clock, logger: Logger) {
    this.keys = issuers.map((issuer) => new IssuerKeys(issuer, clock, logger));
    this.list = issuers.map((issuer, index) => new OutsideIssuer(issuer, this.keys[index]!, rules));
  }

  /** Begins to fetch keys, and waits for none: the server starts without its issuers too. The timer keeps no process alive. */
  start(interval = INTERVAL): void {
    this.renew();
    this.timer ??= setInterval(() => this.renew(), interval).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    for (const keys of this.keys) keys.close();
  }

  /** What stands in the way of checking tokens, without names: everybody may read it. */
  trouble(): string | undefined {
    const troubles = this.keys.map(({ trouble }) => trouble);
    if (troubles.includes('missing')) return 'the keys of an outside issuer cannot be had';
    return troubles.includes('old') ? 'the keys of an outside issuer cannot be renewed' : undefined;
  }

  private renew(): void {
    for (const keys of this.keys) void keys.renew();
  }
}
