import { createLocalJWKSet, type CryptoKey } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { AppError } from '../../shared/errors';
import type { Clock } from '../../shared/clock';
import { InvalidToken } from '../invalid-token';
import { fetchKeys } from './fetch-keys';

/** How old keys become before they are fetched again without being asked for, in milliseconds; keys that their issuer takes back are good for so long. */
const RENEWED_AFTER = 300_000;
/** The least time between two fetches. */
const COOL_DOWN = 30_000;
/** The time that a fetch may take, metadata included. */
const TIMEOUT = 5_000;
/** How long a key that its issuer does not have is not asked for again. */
const ABSENT_FOR = 60_000;
const MOST_ABSENT = 1_000;
const LONGEST_KID = 256;

/** Keys as they were fetched. `find` imports a key once, and binds it to its algorithm. */
interface FetchedKeys {
  readonly text: string;
  readonly kids: ReadonlySet<string>;
  readonly find: ReturnType<typeof createLocalJWKSet>;
  readonly fetchedAt: number;
}

/**
 * The keys of one issuer, in memory. jose's own remote set refuses all tokens while the issuer is down, and fetches for each unknown key
 * then; so this keeps the last keys that it had, and asks once in a while, whatever it is sent.
 */
export class IssuerKeys {
  /** Rises when the keys change: what was checked with the ones before is to be checked again. */
  version = 0;
  private keys: FetchedKeys | undefined;
  private fetching: Promise<void> | undefined;
  private triedAt = -Infinity;
  private failed = false;
  private readonly absent: LRUCache<string, true>;
  private readonly closed = new AbortController();

  constructor(
    private readonly issuer: string,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.absent = new LRUCache({ max: MOST_ABSENT, ttl: ABSENT_FOR, ttlResolution: 0, perf: clock });
  }

  /** Why tokens of the issuer are not checked as they should be; undefined where they are. */
  get trouble(): 'missing' | 'old' | undefined {
    if (!this.keys) return 'missing';
    return this.failed ? 'old' : undefined;
  }

  /**
   * The key that a token names. Whoever names a known one never waits for the issuer.
   * @throws InvalidToken where the issuer has no such key for the algorithm
   * @throws AppError OVERLOADED where its keys could not be had yet
   */
  async find(kid: string, algorithm: string): Promise<CryptoKey> {
    if (!this.keys?.kids.has(kid) && kid.length <= LONGEST_KID) await this.lookFor(kid);
    if (!this.keys) {
      throw new AppError('OVERLOADED', 'The keys of the issuer of the token cannot be had now.', { retryAfterSeconds: COOL_DOWN / 1000 });
    }
    const key = await this.keys.find({ kid, alg: algorithm }).catch(() => undefined);
    if (!key) throw new InvalidToken('The token names no known key of its issuer.');
    return key;
  }

  /** Fetches the keys where they are due. Never throws. */
  async renew(): Promise<void> {
    const due = this.keys && !this.failed ? this.hasPassed(RENEWED_AFTER, this.keys.fetchedAt) : this.hasPassed(COOL_DOWN, this.triedAt);
    if (due) await this.fetch();
  }

  /** Ends a fetch that is under way, and begins none. */
  close(): void {
    this.closed.abort();
  }

  private async lookFor(kid: string): Promise<void> {
    if (this.absent.has(kid)) return;
    if (!this.fetching && !this.hasPassed(COOL_DOWN, this.triedAt)) return;
    await this.fetch();
    if (!this.failed && !this.keys?.kids.has(kid)) this.absent.set(kid, true);
  }

  /** A clock that was put back must not hold up anything until it has caught up. */
  private hasPassed(duration: number, since: number): boolean {
    const age = this.clock.now() - since;
    return age < 0 || age >= duration;
  }

  private fetch(): Promise<void> {
    return (this.fetching ??= this.tryToFetch().finally(() => (this.fetching = undefined)));
  }

  private async tryToFetch(): Promise<void> {
    if (this.closed.signal.aborted) return;
    this.triedAt = this.clock.now();
    try {
      await this.take();
      if (this.failed) this.logger.info({ issuer: this.issuer }, 'the keys of an outside issuer can be had again');
      this.failed = false;
    } catch (error) {
      this.failed = true;
      if (!this.closed.signal.aborted) this.logger.warn({ issuer: this.issuer, err: error }, 'the keys of an outside issuer cannot be had');
    }
  }

  private async take(): Promise<void> {
    const keys = await fetchKeys(this.issuer, AbortSignal.any([this.closed.signal, AbortSignal.timeout(TIMEOUT)]));
    const fetchedAt = this.clock.now();
    const text = JSON.stringify(keys);
    if (this.keys?.text === text) {
      this.keys = { ...this.keys, fetchedAt };
      return;
    }
    this.keys = { text, kids: new Set(keys.map(({ kid }) => kid!)), find: createLocalJWKSet({ keys: [...keys] }), fetchedAt };
    this.version += 1;
  }
}
