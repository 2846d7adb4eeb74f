import { forbidden, type Principal } from '../auth';
import { changes } from '../database';
import { parseId } from '../shared/ids';
import { Violations } from '../shared/violations';
import { changeAccess, type AccessChange, type ChangeAccessParts } from './change-access';
import type { ReinstateDeveloperInput, SuspendDeveloperInput } from './developer-input.types';
import { developerToChange, type DeveloperToChangeParts } from './developer-to-change';
import { DeveloperEntity } from './developer.entity';
import type { DeveloperRow } from './developer.repository';
import { DeveloperStatus } from './developer.types';
import { checkAdminStays } from './held-roles';
import type { RoleRepository } from './role.repository';

export type SuspendDeveloperParts = ChangeAccessParts & DeveloperToChangeParts & { readonly roles: RoleRepository };

/** Suspending a suspended one replaces the reason. @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT with every broken rule */
export function suspendDeveloper(parts: SuspendDeveloperParts, caller: Principal, input: SuspendDeveloperInput): Promise<DeveloperRow> {
  const { access, roles } = parts;
  return changeStatus(parts, caller, ['suspendDeveloper', input.id], async ({ transaction }, developer) => {
    const violations = new Violations();
    violations.text(['input', 'reason'], input.reason, 500, 'optional');
    const held = (await roles.namesOf([developer.key], transaction)).get(developer.key)!;
    if (held.includes('ADMIN')) await checkAdminStays(violations, access, transaction, developer, ['input', 'id']);
    violations.throwIfAny();
    return { status: DeveloperStatus.SUSPENDED, suspensionReason: input.reason ?? null };
  });
}

/** @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT for an id that is no UUID */
export function reinstateDeveloper(parts: SuspendDeveloperParts, caller: Principal, input: ReinstateDeveloperInput): Promise<DeveloperRow> {
  return changeStatus(parts, caller, ['reinstateDeveloper', input.id], async () => ({
    status: DeveloperStatus.ACTIVE,
    suspensionReason: null,
  }));
}

type Status = Pick<DeveloperRow, 'status' | 'suspensionReason'>;

async function changeStatus(
  parts: SuspendDeveloperParts,
  caller: Principal,
  [action, id]: readonly [action: string, id: string],
  decide: (change: AccessChange, developer: DeveloperRow) => Promise<Status>,
): Promise<DeveloperRow> {
  const developerId = parseId(id, ['input', 'id']);
  return changeAccess(parts, caller, async (change) => {
    const developer = await developerToChange(parts, change, developerId);
    if (!change.caller.holds('developers:write')) throw forbidden(['developers:write']);
    const changed = { ...(await decide(change, developer)), updatedAt: change.now };
    await change.transaction.manager.update(DeveloperEntity, { key: developer.key }, changed);
    const result = { ...developer, ...changed };
    const detail = changes<DeveloperRow>(developer, result, ['status', 'suspensionReason']);
    return { result, event: { action, objectId: developer.id, detail } };
  });
}
