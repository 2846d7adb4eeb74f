import { forbidden, type Principal } from '../auth';
import { Violations } from '../shared/violations';
import { changeAccess, type ChangeAccessParts } from './change-access';
import { RoleEntity } from './role.entity';
import type { RoleRepository, RoleRow } from './role.repository';
import { storedAmount } from './quota-columns';
import { checkQuota } from './quota.rules';
import { checkDescription, checkPermissions, checkRoleName, permissionsIn } from './role.rules';
import type { CreateRoleInput } from './role-input.types';

/** They are listed whole, so their number has a bound. */
const MAX_ROLES = 1_000;

/** @throws AppError FORBIDDEN, BAD_USER_INPUT with every broken rule */
export function createRole(
  parts: ChangeAccessParts & { readonly roles: RoleRepository },
  caller: Principal,
  input: CreateRoleInput,
): Promise<RoleRow> {
  const { name, description = null } = input;
  return changeAccess(parts, caller, async ({ transaction, caller }) => {
    // Roles belong to no company, so the permission in a single one is not enough.
    if (!caller.holds('roles:write')) throw forbidden(['roles:write']);
    const existing = await parts.roles.all(transaction);
    const violations = new Violations();
    checkRoleName(violations, name);
    if (existing.some((role) => role.name.toLowerCase() === name.toLowerCase())) {
      violations.add(['input', 'name'], 'TAKEN', 'There is a role of this name, in whatever case.');
    }
    if (existing.length >= MAX_ROLES) violations.add(['input', 'name'], 'TOO_MANY', `There are at most ${MAX_ROLES} roles.`);
    checkDescription(violations, description);
    checkPermissions(violations, caller, input.permissions);
    const quota = checkQuota(violations, input.quota) ?? null;
    violations.throwIfAny();
    const columns = { name, description, permissions: permissionsIn(input.permissions), builtIn: false };
    const { identifiers } = await transaction.manager.insert(RoleEntity, { ...columns, ...storedAmount(quota) });
    const event = { action: 'createRole', detail: { name, after: { description, permissions: columns.permissions, quota } } };
    return { result: { key: (identifiers[0] as { key: number }).key, ...columns, quota }, event };
  });
}
