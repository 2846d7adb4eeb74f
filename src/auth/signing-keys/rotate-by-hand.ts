import type { Clock } from '../../shared/clock';
import type { Database } from '../../database';
import { KeySealing } from './key-sealing';
import { openSigningKeys } from './open-signing-keys';
import { publishNextKey, replaceKeys } from './rotate-signing-keys';
import { isNextWaiting } from './schedule';
import type { SigningKey } from './signing-key';

export interface RotationByHand {
  /** Id of the key that was made; undefined where the next one waits already. */
  readonly made: string | undefined;
  /** All that are published, in the order in which they sign. */
  readonly keys: readonly SigningKey[];
}

/**
 * What an operator asks for: the next key before its time, or at once a new one in place of all others. The latter needs no secret of
 * the keys before, and so is the way out where that is lost.
 * @throws SealedKeysError where the next key is asked for, and the present ones cannot be opened
 */
export async function rotateByHand(
  { database, secrets, clock }: { readonly database: Database; readonly secrets: readonly Uint8Array[]; readonly clock: Clock },
  { atOnce }: { readonly atOnce: boolean },
): Promise<RotationByHand> {
  const parts = { database, sealing: new KeySealing(secrets), clock };
  const replaced = atOnce ? await replaceKeys(parts) : undefined;
  const keys = await openSigningKeys(parts);
  const made = replaced ?? (await publishNextKey(parts, (stored, now) => !isNextWaiting(stored, now), 'operator'));
  await keys.reload();
  return { made: made?.kid, keys: keys.published() };
}
