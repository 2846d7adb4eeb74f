import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A secret of a client, as it is stored. */
export interface StoredSecret {
  readonly key: number;
  readonly id: string;
  /** SHA-256 of the secret, in hex. */
  readonly hash: string;
  readonly expiresAt: number | null;
}

/** With rotation a client has two secrets; one that has fewer, or does not exist, is compared as often. */
const COMPARISONS = 2;
const decoy: StoredSecret = { key: -1, id: '', hash: randomBytes(32).toString('hex'), expiresAt: null };

/** Secrets are random and of 256 bits or more, so a plain SHA-256 holds: there is no dictionary to try. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The secret that was presented, if it is one of these; takes as long whether it is or not, and whatever their number up to two. */
export function matchSecret(secrets: readonly StoredSecret[], presented: string): StoredSecret | undefined {
  const hash = Buffer.from(hashSecret(presented), 'hex');
  let match: StoredSecret | undefined;
  for (let index = 0; index < Math.max(secrets.length, COMPARISONS); index += 1) {
    const secret = secrets[index] ?? decoy;
    if (timingSafeEqual(Buffer.from(secret.hash, 'hex'), hash)) match = secret;
  }
  return match;
}
