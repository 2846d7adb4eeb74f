import type { Principal } from '../auth';
import { Violations } from '../shared/violations';
import { accessTarget, checkTarget, companyOf, type AccessTargetParts } from './access-target';
import { changeAccess, type AccessChange } from './change-access';
import type { RevokeAccessInput } from './developer-input.types';
import type { DeveloperRow } from './developer.repository';
import { checkGrantable } from './held-roles';

/**
 * Takes one role, or all, that a developer holds in a company; to take what is not held changes nothing. Nobody takes away a role
 * that holds more than they do there.
 * @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT with every broken rule
 */
export async function revokeAccess(parts: AccessTargetParts, caller: Principal, input: RevokeAccessInput): Promise<DeveloperRow> {
  const company = await companyOf(parts, input);
  return changeAccess(parts, caller, async (change) => {
    await checkInput(parts, change, input);
    const { developer, companyKey } = await accessTarget(parts, change, input, company);
    const held = await parts.roles.heldIn(companyKey, developer.key, change.now, change.transaction);
    const taken = held.filter(({ name }) => name === (input.role ?? name));
    const violations = new Violations();
    for (const role of taken) checkGrantable(violations, change.caller, role, ['input', 'role'], companyKey);
    violations.throwIfAny();
    const roleKeys = taken.map(({ key }) => key);
    await parts.access.revoke(change.transaction, { developerKey: developer.key, companyKey, roleKeys });
    const before = { roles: taken.map(({ name }) => name) };
    return { result: developer, event: { action: 'revokeAccess', companyKey, objectId: developer.id, detail: { before } } };
  });
}

async function checkInput({ roles }: AccessTargetParts, { transaction }: AccessChange, input: RevokeAccessInput): Promise<void> {
  const violations = new Violations();
  checkTarget(violations, input);
  if (typeof input.role === 'string' && !(await roles.byName(input.role, transaction))) {
    violations.add(['input', 'role'], 'UNKNOWN_ROLE', 'There is no role of this name.');
  }
  violations.throwIfAny();
}
