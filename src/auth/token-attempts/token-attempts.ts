import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Database } from '../../database';
import { AppError } from '../../shared/errors';
import type { Clock } from '../../shared/clock';
import type { ClientDirectory } from '../client-directory';
import { OAuthError } from '../oauth-error';
import { addressPrefix } from './address-prefix';
import { AttemptRecords, type Subject } from './attempt-records';
import { InFlight } from './in-flight';
import { FAILURE_WINDOW, isKnown, isWorthNoting, room, secondOf } from './rules';

/** Attempts that wait for others of their subject to be decided. */
const MOST_WAITING = 1_000;
const MOST_TOLD = 10_000;

/** Attempts that are refused unseen. It is told once in a window of each client at an address, and of each address. */
export interface Throttling {
  /** Whether a client is held up at the address, or the address for every client that has not succeeded from there. */
  readonly held: 'client' | 'address';
  readonly addressPrefix: string;
  /** Null where the address is held up, and for a client that does not exist: what was sent in place of its id may be a secret. */
  readonly clientId: string | null;
  readonly retryAfterSeconds: number;
}

export interface TokenAttemptsParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly clients: Pick<ClientDirectory, 'standing'>;
  /** Failures within ten minutes from which on attempts are refused: of a client at an address, and of an address. */
  readonly failuresPerClient: number;
  readonly failuresPerAddress: number;
  readonly onThrottled: (throttling: Throttling) => void;
}

/**
 * Counts what fails when clients authenticate, in all processes on one database together, and refuses what comes after too much of it:
 * by client and address, and by address for clients that have not succeeded from there (docs/decisions/0010).
 */
export class TokenAttempts {
  private readonly records: AttemptRecords;
  private readonly inFlight = new InFlight();
  private readonly told = new LRUCache<string, number>({ max: MOST_TOLD });

  constructor(private readonly parts: TokenAttemptsParts) {
    this.records = new AttemptRecords(parts.database, parts.clock);
  }

  /**
   * Lets one attempt of a client happen, and counts how it ends: as a failure where it throws `invalid_client`, as a success where it
   * answers. Whatever else it throws says nothing about the client.
   * @throws AppError THROTTLED, or OVERLOADED where too much waits to be written; the attempt is not made then
   */
  async guard<T>(clientId: string, address: string, attempt: () => Promise<T>): Promise<T> {
    const prefix = addressPrefix(address);
    const client = { name: pairName(clientId, prefix), limit: this.parts.failuresPerClient };
    const everyone = { name: prefix, limit: this.parts.failuresPerAddress };
    const subjects = await this.enter(client, everyone, clientId);
    try {
      const answer = await attempt();
      this.succeeded(client);
      return answer;
    } catch (error) {
      if (error instanceof OAuthError && error.error === 'invalid_client') this.failed([client, everyone]);
      throw error;
    } finally {
      for (const { name } of subjects) this.inFlight.leave(name);
    }
  }

  /** Writes what is not written yet; before the database is closed. */
  close(): Promise<void> {
    return this.records.close();
  }

  /** Resolves with the subjects that the attempt was let in under, once it is. */
  private async enter(client: Subject, everyone: Subject, clientId: string): Promise<readonly Subject[]> {
    for (;;) {
      await this.records.refresh([client, everyone]);
      const now = this.parts.clock.now();
      const subjects = isKnown(this.records.of(client), now) ? [client] : [client, everyone];
      if (this.records.full && subjects.includes(everyone)) throw uncounted();
      for (const subject of subjects) this.refuseHeld(subject, now, everyone.name, subject === client ? clientId : null);
      const full = subjects.find((subject) => !this.inFlight.fits(subject.name, room(this.records.of(subject), subject.limit, now)));
      if (!full) {
        for (const { name } of subjects) this.inFlight.enter(name);
        return subjects;
      }
      const decided = this.inFlight.decided(full.name, MOST_WAITING);
      if (!decided) throw throttled(1);
      await decided;
    }
  }

  private refuseHeld(subject: Subject, now: number, prefix: string, clientId: string | null): void {
    const { heldUntil } = this.records.of(subject);
    if (now >= heldUntil) return;
    const retryAfterSeconds = Math.ceil((heldUntil - now) / 1_000);
    const lastTold = this.told.get(subject.name);
    if (lastTold === undefined || now - lastTold >= FAILURE_WINDOW) {
      this.told.set(subject.name, now);
      void this.tell(clientId, { addressPrefix: prefix, retryAfterSeconds });
    }
    throw throttled(retryAfterSeconds);
  }

  private async tell(clientId: string | null, where: Pick<Throttling, 'addressPrefix' | 'retryAfterSeconds'>): Promise<void> {
    const { clients, onThrottled } = this.parts;
    const exists = clientId !== null && (await Promise.resolve(clients.standing(clientId)).catch(() => undefined)) !== undefined;
    onThrottled({ held: clientId === null ? 'address' : 'client', clientId: exists ? clientId : null, ...where });
  }

  private succeeded(client: Subject): void {
    const now = this.parts.clock.now();
    if (isWorthNoting(this.records.of(client), now)) this.records.note(client, { succeededAt: now });
  }

  private failed(subjects: readonly Subject[]): void {
    const second = secondOf(this.parts.clock.now());
    for (const subject of subjects) this.records.note(subject, { second, failures: 1 });
  }
}

/** Bounded in length whatever was sent, and nothing that was sent can be read from it. */
function pairName(clientId: string, prefix: string): string {
  return createHash('sha256').update(`${prefix} ${clientId}`).digest('base64url');
}

/** Nobody guesses uncounted. */
function uncounted(): AppError {
  return new AppError('OVERLOADED', 'Attempts to authenticate cannot be counted now.', { retryAfterSeconds: 1 });
}

function throttled(retryAfterSeconds: number): AppError {
  const message = `Too many attempts to authenticate have failed. Wait ${retryAfterSeconds} s before the next one.`;
  return new AppError('THROTTLED', message, { retryAfterSeconds });
}
