import type { Database } from '../../database';
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

/**
 * Publishes the next key, which signs after LEAD_TIME, or at once where there is no other; the keys before are published until their
 * last tokens have expired. Whether one is due is decided in the transaction: of several processes that notice, one makes it.
 * Answers with the key; undefined where none was due.
 */
export async function publishNextKey(
  { database, sealing, clock }: RotationParts,
  isDue: (keys: readonly SigningKeyEntity[], now: number) => boolean,
): Promise<SigningKeyEntity | undefined> {
  const halves = await makeHalves(sealing);
  return database.writer.run(async (transaction) => {
    const [keys, now] = [await readKeys(transaction), clock.now()];
    if (!isDue(keys, now)) return undefined;
    const activatesAt = keys.some((key) => isPublished(key, now)) ? now + LEAD_TIME : now;
    const next = { ...halves, createdAt: now, activatesAt, retiresAt: null };
    await retireLatestKey(transaction, retirementBefore(activatesAt));
    await insertKey(transaction, next);
    await bumpAccessVersion(transaction);
    return next;
  });
}

/**
 * For keys that somebody else has: a new one signs at once, and all others are gone, the next one included. What they signed is
 * refused: in this process at once, in others within two seconds, and by whoever else checks our tokens when it reads our keys again.
 */
export async function replaceKeys({ database, sealing, clock }: RotationParts): Promise<SigningKeyEntity> {
  const halves = await makeHalves(sealing);
  return database.writer.run(async (transaction) => {
    const now = clock.now();
    const key = { ...halves, createdAt: now, activatesAt: now, retiresAt: null };
    await deleteAllKeys(transaction);
    await insertKey(transaction, key);
    await bumpAccessVersion(transaction);
    return key;
  });
}

async function makeHalves(sealing: KeySealing): Promise<Pick<SigningKeyEntity, 'kid' | 'algorithm' | 'publicJwk' | 'privateJwk'>> {
  const { kid, publicJwk, privateJwk } = await makeKeyPair();
  return { kid, algorithm: SIGNING_ALGORITHM, publicJwk, privateJwk: await sealing.seal(privateJwk) };
}
