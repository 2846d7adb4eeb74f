import { permissions } from '../auth';
import { AppError, notFound } from '../shared/errors';
import type { AccessChange } from './change-access';
import type { AccessRepository } from './access.repository';
import type { DeveloperRepository, DeveloperRow } from './developer.repository';
import { requireAccountOf } from './visibility';

export interface DeveloperToChangeParts {
  readonly developers: DeveloperRepository;
  readonly access: AccessRepository;
}

/**
 * The developer that a caller wants to change, where it may.
 * @throws AppError NOT_FOUND where the caller cannot see it, FORBIDDEN where it can
 */
export async function developerToChange(parts: DeveloperToChangeParts, change: AccessChange, id: string): Promise<DeveloperRow> {
  const [developer] = await parts.developers.byIds([id], change.transaction);
  if (!developer) throw notFound('developer');
  requireAccountOf(change.caller, developer.key);
  if (!change.caller.isDeveloper(developer.key)) await requireNoMoreHeld(parts.access, change, developer.key);
  return developer;
}

/**
 * Whoever holds less than somebody else must not change them: a new secret or a new role of theirs would be worth more than the
 * caller is, and to keep them out is not for the lesser either.
 * @throws AppError FORBIDDEN
 */
export async function requireNoMoreHeld(
  access: AccessRepository,
  { transaction, caller, now }: AccessChange,
  developerKey: number,
): Promise<void> {
  const { everywhere, inCompany } = (await access.rightsOf(developerKey, now, transaction)).rights;
  const beyond = permissions.filter(
    (permission) =>
      (everywhere.has(permission) && !caller.holds(permission)) ||
      [...inCompany].some(([company, held]) => held.has(permission) && !caller.holds(permission, company)),
  );
  if (beyond.length === 0) return;
  throw new AppError('FORBIDDEN', `The developer holds ${beyond.join(', ')}, which you do not hold.`);
}
