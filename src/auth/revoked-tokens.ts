import { LRUCache } from 'lru-cache';
import type { Connection, Database, Doer } from '../database';
import type { Clock } from '../shared/clock';
import { TOKEN_LIFETIME } from './access-token';
import { bumpAccessVersion } from './access-version';
import type { AccessChanges } from './access-watch';

/** Revoked tokens that are kept in memory. */
const REMEMBERED = 100_000;
const READ_AT_ONCE = 10_000;
/** How long rows are kept after the tokens have expired, in milliseconds, for servers whose clocks run behind. */
const KEPT = TOKEN_LIFETIME * 1000;

/** Whether a token is revoked by what the connection sees. */
export async function isRevoked(id: string, connection: Connection): Promise<boolean> {
  return (await connection.rows(['1'], 'from revoked_tokens where id = ?1', [id])).length > 0;
}

/**
 * The tokens of ours that their clients have revoked (RFC 7009). All that have not expired are kept in memory, up to a bound, so that a
 * request asks no database; after a change of access, the first request reads what is new.
 */
export class RevokedTokens {
  /** Ids with the times at which the tokens expire. Whatever drops out for want of room is asked of the database until then. */
  private readonly known: LRUCache<string, number>;
  private droppedUntil = 0;
  /** Up to which version of access they are known. */
  private version = 0;
  private upToDate = false;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    access: AccessChanges,
    private readonly clock: Clock,
    remembered = REMEMBERED,
  ) {
    const dropped = (expiresAt: number) => (this.droppedUntil = Math.max(this.droppedUntil, expiresAt));
    this.known = new LRUCache({ max: remembered, noDisposeOnSet: true, dispose: dropped });
    access.onChange(() => this.doubt());
  }

  /** From memory, where that is up to date. */
  has(id: string): boolean | Promise<boolean> {
    if (this.upToDate) return this.look(id);
    return (this.reading ??= this.read()).then(() => this.look(id));
  }

  /** Resolves when every request from now on is refused the token: in this process at once, in others within two seconds. */
  async add(id: string, expiresAt: number, by: Doer): Promise<void> {
    const now = this.clock.now();
    await this.database.writer.change({ by, at: now }, async (transaction) => {
      await bumpAccessVersion(transaction);
      const row = 'select ?1, ?2, version from access_state where true';
      await transaction.run(`insert into revoked_tokens (id, expires_at, version) ${row} on conflict (id) do nothing`, [id, expiresAt]);
      await transaction.run('delete from revoked_tokens where expires_at <= ?1', [now - KEPT]);
      return { result: undefined, event: { action: 'revokeToken', detail: { tokenId: id } } };
    });
    this.known.set(id, expiresAt);
  }

  private look(id: string): boolean | Promise<boolean> {
    if (this.known.has(id)) return true;
    return this.droppedUntil > this.clock.now() ? isRevoked(id, this.database.reader) : false;
  }

  /** What is being read right now may be of before the change. */
  private doubt(): void {
    this.upToDate = false;
    this.reading = undefined;
  }

  private read(): Promise<void> {
    const reading = this.readNewer().then(
      () => {
        if (this.reading === reading) this.upToDate = true;
      },
      (error: unknown) => {
        if (this.reading === reading) this.reading = undefined;
        throw error;
      },
    );
    return reading;
  }

  /** Revocations commit in the order of their versions: each takes its own under the lock of the one row that holds it. */
  private async readNewer(): Promise<void> {
    const { reader } = this.database;
    const newer = `from revoked_tokens where expires_at > ?1 and version > ?2 order by version limit ${READ_AT_ONCE}`;
    for (let length = READ_AT_ONCE; length === READ_AT_ONCE;) {
      const rows = await reader.rows(['id', 'expires_at', 'version'], newer, [this.clock.now(), this.version]);
      for (const [id, expiresAt, version] of rows as [string, number, number][]) {
        this.known.set(id, expiresAt);
        this.version = Math.max(this.version, version);
      }
      length = rows.length;
    }
  }
}
