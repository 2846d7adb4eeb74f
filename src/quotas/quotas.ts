import { createHash } from 'node:crypto';
import type { PrincipalIdentity } from '../auth';
import type { Database } from '../database';
import type { Clock } from '../shared/clock';
import { Allowance } from './allowance';
import { Buckets } from './buckets';

/**
 * What callers may use: each developer has a bucket, which fills by its quota, whatever credentials it uses and whichever process on the
 * database it calls (docs/decisions/0024).
 */
export class Quotas {
  private readonly buckets: Buckets;

  constructor(database: Database, clock: Clock) {
    this.buckets = new Buckets(database, clock);
  }

  /** What a caller may still use; undefined where it has no quota. A promise the first time that it calls this process. */
  allowanceOf(caller: PrincipalIdentity): Allowance | undefined | Promise<Allowance> {
    if (!caller.quota) return undefined;
    const bucket = this.buckets.of(ownerOf(caller), caller.quota);
    return bucket instanceof Promise ? bucket.then((read) => new Allowance(read, this.buckets)) : new Allowance(bucket, this.buckets);
  }

  /** Resolves once what was used is stored, and what other processes have stored is known. */
  flush(): Promise<void> {
    return this.buckets.exchange();
  }

  /** Stores what was used; before the database is closed. */
  close(): Promise<void> {
    return this.buckets.close();
  }
}

/** A caller of an outside issuer without an account here has a bucket of its own. Its name has no bound, and is nobody's business. */
function ownerOf({ developer, outside, subject }: PrincipalIdentity): string {
  if (developer) return String(developer.key);
  return createHash('sha256')
    .update(JSON.stringify([outside?.outside.issuer, subject]))
    .digest('base64url');
}
