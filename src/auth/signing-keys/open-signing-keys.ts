import { isPublished } from './schedule';
import { publishNextKey, type RotationParts } from './rotate-signing-keys';
import { readKeys, resealKey } from './signing-key.repository';
import { SigningKeys } from './signing-keys';

/** Keys that the settings of this process cannot open; its message is for the operator, and holds no secret. */
export class SealedKeysError extends Error {
  override readonly name = 'SealedKeysError';
}

/**
 * Reads the keys; makes the first one where there is none, and encrypts those that are kept in another way than the secrets say.
 * @throws SealedKeysError where a key is encrypted with none of the secrets
 */
export async function openSigningKeys(parts: RotationParts): Promise<SigningKeys> {
  const { database, sealing, clock } = parts;
  if ((await readKeys(database.reader)).length === 0) await publishNextKey(parts, (keys) => keys.length === 0);
  await sealAsNow(parts);
  const keys = new SigningKeys(database.reader, sealing, clock);
  await keys.reload();
  return keys;
}

async function sealAsNow({ database, sealing, clock }: RotationParts): Promise<void> {
  for (const { kid, privateJwk, ...times } of await readKeys(database.reader)) {
    const opened = await sealing.open(kid, privateJwk);
    if (opened && !opened.upToDate) {
      const sealed = await sealing.seal(opened.jwk);
      await database.writer.run((transaction) => resealKey(transaction, kid, sealed));
    }
    if (!opened && isPublished(times, clock.now())) throw cannotOpen(sealing.hasSecret);
  }
}

function cannotOpen(hasSecret: boolean): SealedKeysError {
  const lost = 'If it is lost, make a new key: npx open-ledger rotate-keys --now. Every token so far is refused then.';
  return new SealedKeysError(
    hasSecret
      ? `No secret of SIGNING_KEYS_SECRET opens the signing keys of this database. Add the one that they were encrypted with, after a comma.\n${lost}`
      : `The signing keys of this database are encrypted. Set SIGNING_KEYS_SECRET to the secret that they were encrypted with.\n${lost}`,
  );
}
