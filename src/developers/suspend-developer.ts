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

type SuspendDeveloperParts = ChangeAccessParts & DeveloperToChangeParts;

/** Suspending a suspended one replaces the reason. @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT with every broken rule */
export function suspendDeveloper(parts: SuspendDeveloperParts, caller: Principal, input: SuspendDeveloperInput): Promise<DeveloperRow> {
  return changeStatus(parts, caller, ['suspendDeveloper', input.id], () => {
    const violations = new Violations();
    violations.text(['input', 'reason'], input.reason, 500, 'optional');
    violations.throwIfAny();
    return { status: DeveloperStatus.SUSPENDED, suspensionReason: input.reason ?? null };
  });
}

/** @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT for an id that is no UUID */
export function reinstateDeveloper(parts: SuspendDeveloperParts, caller: Principal, input: ReinstateDeveloperInput): Promise<DeveloperRow> {
  return changeStatus(parts, caller, ['reinstateDeveloper', input.id], () => ({ status: DeveloperStatus.ACTIVE, suspensionReason: null }));
}

type Status = Pick<DeveloperRow, 'status' | 'suspensionReason'>;

async function changeStatus(
  parts: SuspendDeveloperParts,
  caller: Principal,
  [action, id]: readonly [action: string, id: string],
  decide: () => Status,
): Promise<DeveloperRow> {
  const developerId = parseId(id, ['input', 'id']);
  const work = async (change: AccessChange) => {
    const developer = await developerToChange(parts, change, developerId);
    if (!change.caller.holds('developers:write')) throw forbidden(['developers:write']);
    const changed = { ...decide(), updatedAt: change.now };
    await change.transaction.manager.update(DeveloperEntity, { key: developer.key }, changed);
    const result = { ...developer, ...changed };
    const detail = changes<DeveloperRow>(developer, result, ['status', 'suspensionReason']);
    return { result, event: { action, objectId: developer.id, detail } };
  };
  return changeAccess(parts, caller, work, ['input', 'id']);
}
