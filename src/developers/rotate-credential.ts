import type { Principal } from '../auth';
import { instantOf } from '../shared/dates';
import { parseId } from '../shared/ids';
import { Violations } from '../shared/violations';
import { changeAccess, type AccessChange, type ChangeAccessParts } from './change-access';
import { insertSecret, type CreatedCredential } from './create-credential';
import { credentialToChange, requireWorth, type CredentialToChangeParts } from './credential-to-change';
import { CredentialSecretEntity } from './credential.entity';
import type { CredentialRow } from './credential.repository';
import type { RotateCredentialInput } from './credential.types';
import { newClientSecret } from './random-text';

/** Seconds: a day, and a week. */
const USUAL_OVERLAP = 86_400;
const LONGEST_OVERLAP = 604_800;

/**
 * Gives a credential a new secret; the one that was the newest goes on for the overlap, and any other ends at once, so that two work
 * at most. Revoked credentials stay revoked.
 * @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT with every broken rule
 */
export function rotateCredential(
  parts: ChangeAccessParts & CredentialToChangeParts,
  caller: Principal,
  input: RotateCredentialInput,
): Promise<CreatedCredential> {
  const id = parseId(input.id, ['input', 'id']);
  const clientSecret = newClientSecret();
  return changeAccess(parts, caller, async (change) => {
    const credential = await credentialToChange(parts, change, id);
    await requireWorth(parts, change, credential);
    checkInput(input, credential, change.now);
    const expiresAt = await endOlder(change, credential, input);
    await insertSecret(change.transaction, { credentialKey: credential.key, secret: clientSecret, expiresAt, now: change.now });
    const detail = { overlapSeconds: input.overlapSeconds ?? USUAL_OVERLAP, after: { expiresAt: instantOf(expiresAt) } };
    return { result: { credential, clientSecret }, event: { action: 'rotateCredential', objectId: credential.id, detail } };
  });
}

function checkInput({ overlapSeconds, expiresAt }: RotateCredentialInput, { revokedAt }: CredentialRow, now: number): void {
  const violations = new Violations();
  if (revokedAt !== null) violations.add(['input', 'id'], 'REVOKED', 'These credentials are revoked, for good: make new ones.');
  if (typeof overlapSeconds === 'number' && (overlapSeconds < 0 || overlapSeconds > LONGEST_OVERLAP)) {
    violations.add(['input', 'overlapSeconds'], 'OUT_OF_RANGE', `An overlap is 0 to ${LONGEST_OVERLAP} seconds.`);
  }
  if (typeof expiresAt === 'number' && expiresAt <= now) {
    violations.add(['input', 'expiresAt'], 'NOT_IN_FUTURE', 'This must lie in the future.');
  }
  violations.throwIfAny();
}

/** Ends the secrets there are, and tells when the new one is to end: asked for nothing else, it lasts as long as the newest was made to. */
async function endOlder(
  { transaction, now }: AccessChange,
  { key: credentialKey }: CredentialRow,
  { overlapSeconds, expiresAt }: RotateCredentialInput,
): Promise<number | null> {
  const { manager } = transaction;
  // The newest two are all that can work still.
  const secrets = await manager.find(CredentialSecretEntity, { where: { credentialKey }, order: { key: 'DESC' }, take: 2 });
  const overlapEnd = now + (overlapSeconds ?? USUAL_OVERLAP) * 1_000;
  for (const [age, secret] of secrets.entries()) {
    const end = age === 0 ? overlapEnd : now;
    if (secret.expiresAt === null || secret.expiresAt > end) {
      await manager.update(CredentialSecretEntity, { key: secret.key }, { expiresAt: end });
    }
  }
  if (expiresAt !== undefined) return expiresAt;
  const newest = secrets[0]!;
  return newest.expiresAt === null ? null : now + newest.expiresAt - newest.createdAt;
}
