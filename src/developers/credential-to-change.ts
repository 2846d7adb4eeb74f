import { heldAnywhere } from '../auth';
import { AppError, notFound } from '../shared/errors';
import type { AccessChange } from './change-access';
import type { CredentialRepository, CredentialRow } from './credential.repository';
import { requireNoMoreHeld, type DeveloperToChangeParts } from './developer-to-change';
import { requireAccountOf } from './visibility';

export type CredentialToChangeParts = DeveloperToChangeParts & { readonly credentials: CredentialRepository };

/**
 * The credential that a caller wants to change, where it may: its own, or one of a developer who holds no more than it does.
 * @throws AppError NOT_FOUND where the caller cannot see it, FORBIDDEN where it can
 */
export async function credentialToChange(parts: CredentialToChangeParts, change: AccessChange, id: string): Promise<CredentialRow> {
  const [credential] = await parts.credentials.byIds([id], change.transaction);
  if (!credential) throw notFound('credential');
  requireAccountOf(change.caller, credential.developerKey, 'credential');
  if (!change.caller.isDeveloper(credential.developerKey)) await requireNoMoreHeld(parts.access, change, credential.developerKey);
  return credential;
}

/**
 * With a token that is cut down nobody gets at a secret that is worth more: the developer's other tokens could be had with it.
 * @throws AppError FORBIDDEN
 */
export async function requireWorth(
  { access }: CredentialToChangeParts,
  { transaction, caller, now }: AccessChange,
  { developerKey, scope }: CredentialRow,
): Promise<void> {
  const { limit } = caller.identity;
  if (!limit) return;
  const held = heldAnywhere((await access.rightsOf(developerKey, now, transaction)).rights);
  const beyond = [...held].filter((permission) => (scope?.includes(permission) ?? true) && !limit.has(permission));
  if (beyond.length === 0) return;
  throw new AppError('FORBIDDEN', `The credentials are worth ${beyond.sort().join(', ')}, which your token does not carry.`);
}
