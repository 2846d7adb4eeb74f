import type { Principal } from '../auth';
import { instantOf } from '../shared/dates';
import { parseId } from '../shared/ids';
import { changeAccess, type AccessChange, type ChangeAccessParts } from './change-access';
import { credentialToChange, type CredentialToChangeParts } from './credential-to-change';
import { CredentialEntity } from './credential.entity';
import type { CredentialRow } from './credential.repository';
import type { RevokeCredentialInput } from './credential.types';

/** Also the credentials that the caller itself uses; revoking revoked ones changes nothing. @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT */
export function revokeCredential(
  parts: ChangeAccessParts & CredentialToChangeParts,
  caller: Principal,
  input: RevokeCredentialInput,
): Promise<CredentialRow> {
  const id = parseId(input.id, ['input', 'id']);
  const work = async (change: AccessChange) => {
    const credential = await credentialToChange(parts, change, id);
    const revokedAt = credential.revokedAt ?? change.now;
    await change.transaction.manager.update(CredentialEntity, { key: credential.key }, { revokedAt });
    const detail = { before: { revokedAt: instantOf(credential.revokedAt) }, after: { revokedAt: instantOf(revokedAt) } };
    return { result: { ...credential, revokedAt }, event: { action: 'revokeCredential', objectId: credential.id, detail } };
  };
  return changeAccess(parts, caller, work, ['input', 'id']);
}
