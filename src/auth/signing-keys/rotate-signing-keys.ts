import type { Database, Doer } from '../../database';
import type { Clock } from '../../shared/clock';
import { bumpAccessVersion } from '../access-version';
import type { KeySealing } from './key-sealing';
import { isPublished, LEAD_TIME, retirementBefore } from './schedule';
import { makeKeyPair, SIGNING_ALGORITHM } from './signing-key';
import type { SigningKeyEntity } from './signing-key.entity';
import { deleteAllKeys, insertKey, readKeys, retireLatestKey } from './signing-key.repository';

export interface RotationParts {
  readonly database: Database;
  readonly sealing: KeySealing;
  readonly clock: Clock;
}

/** The server, or whoever runs it. */
function doerOf(subject: 'server' | 'operator'): Doer {
  return { developerKey: null, credentialKey: null, subject, requestId: subject, address: null };
}

/**
 * Publishes the next key, which signs after LEAD_TIME, or at once where there is no other; the keys before are published until their
 * last tokens have expired. Whether one is due is decided in the transaction: of several processes that notice, one makes it.
 * Answers with the key; undefined where none was due.
 */
export async function publishNextKey(
  { database, sealing, clock }: RotationParts,
  isDue: (keys: readonly SigningKeyEntity[], now: number) => boolean,
  by: 'server' | 'operator' = 'server',
): Promise<SigningKeyEntity | undefined> {
  const halves = await makeHalves(sealing);
  const now = clock.now();
  return database.writer.change<SigningKeyEntity | undefined>({ by: doerOf(by), at: now }, async (transaction) => {
    const keys = await readKeys(transaction);
    if (!isDue(keys, now)) return { result: undefined, event: null };
    const activatesAt = keys.some((key) => isPublished(key, now)) ? now + LEAD_TIME : now;
    const next = { ...halves, createdAt: now, activatesAt, retiresAt: null };
    await retireLatestKey(transaction, retirementBefore(activatesAt));
    await insertKey(transaction, next);
    await bumpAccessVersion(transaction);
    return { result: next, event: { action: 'rotateSigningKeys', detail: { made: next.kid } } };
  });
}

/**
 * For keys that somebody else has: a new one signs at once, and all others are gone, the next one included. What they signed is
 * refused: in this process at once, in others within two seconds, and by whoever else checks our tokens when it reads our keys again.
 */
export async function replaceKeys({ database, sealing, clock }: RotationParts): Promise<SigningKeyEntity> {
  const halves = await makeHalves(sealing);
  const now = clock.now();
  return database.writer.change({ by: doerOf('operator'), at: now }, async (transaction) => {
    const key = { ...halves, createdAt: now, activatesAt: now, retiresAt: null };
    await deleteAllKeys(transaction);
    await insertKey(transaction, key);
    await bumpAccessVersion(transaction);
    return { result: key, event: { action: 'rotateSigningKeys', detail: { made: key.kid, atOnce: true } } };
  });
}

async function makeHalves(sealing: KeySealing): Promise<Pick<SigningKeyEntity, 'kid' | 'algorithm' | 'publicJwk' | 'privateJwk'>> {
  const { kid, publicJwk, privateJwk } = await makeKeyPair();
  return { kid, algorithm: SIGNING_ALGORITHM, publicJwk, privateJwk: await sealing.seal(privateJwk) };
}
