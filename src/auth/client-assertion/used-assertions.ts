import { createHash } from 'node:crypto';
import type { Database } from '../../database';
import type { Clock } from '../../shared/clock';

/** How long uses are kept after the assertions have expired, in milliseconds, for servers whose clocks run behind. */
const KEPT = 600_000;

/** Which assertions have been used, in all processes on one database together. */
export class UsedAssertions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** True the first time that a client's `jti` is used. `expiresAt` is in milliseconds. */
  useOnce(clientId: string, jti: string, expiresAt: number): Promise<boolean> {
    const id = createHash('sha256')
      .update(JSON.stringify([clientId, jti]))
      .digest('hex');
    const gone = this.clock.now() - KEPT;
    return this.database.writer.run(async (transaction) => {
      const used = await transaction.rows(['1'], 'from used_assertions where id = ?1', [id]);
      if (used.length > 0) return false;
      await transaction.run('insert into used_assertions (id, expires_at) values (?1, ?2)', [id, expiresAt]);
      await transaction.run('delete from used_assertions where expires_at <= ?1', [gone]);
      return true;
    });
  }
}
