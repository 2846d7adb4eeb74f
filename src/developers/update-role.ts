import { forbidden, type Principal } from '../auth';
import { changes } from '../database';
import { Violations } from '../shared/violations';
import { changeAccess, type ChangeAccessParts } from './change-access';
import { storedAmount } from './quota-columns';
import { checkQuota } from './quota.rules';
import { RoleEntity } from './role.entity';
import type { RoleRepository, RoleRow } from './role.repository';
import { checkChangeable, checkDescription, checkPermissions, permissionsIn, roleToChange } from './role.rules';
import type { UpdateRoleInput } from './role-input.types';

/** Counts for all who hold the role, on their next request. @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT with every broken rule */
export function updateRole(
  parts: ChangeAccessParts & { readonly roles: RoleRepository },
  caller: Principal,
  input: UpdateRoleInput,
): Promise<RoleRow> {
  return changeAccess(parts, caller, async ({ transaction, caller }) => {
    if (!caller.holds('roles:write')) throw forbidden(['roles:write']);
    const role = roleToChange(caller, await parts.roles.byName(input.name, transaction));
    const { quota = role.quota } = checkInput(caller, role, input);
    const { description = role.description } = input;
    const changed = { description, permissions: input.permissions ? permissionsIn(input.permissions) : role.permissions };
    await transaction.manager.update(RoleEntity, { key: role.key }, { ...changed, ...storedAmount(quota) });
    const result = { ...role, ...changed, quota };
    const detail = { name: role.name, ...changes<RoleRow>(role, result, ['description', 'permissions', 'quota']) };
    return { result, event: { action: 'updateRole', detail } };
  });
}

function checkInput(caller: Principal, role: RoleRow, { description, permissions, quota }: UpdateRoleInput) {
  const violations = new Violations();
  // What the roles are that came with the server is known to everybody; how much their holders may use is the operator's to say.
  if (quota === undefined || description !== undefined || permissions !== undefined) checkChangeable(violations, role);
  checkDescription(violations, description);
  if (permissions === null) violations.add(['input', 'permissions'], 'REQUIRED', 'This cannot be cleared: give an empty list for none.');
  else if (permissions) checkPermissions(violations, caller, permissions);
  const checked = checkQuota(violations, quota);
  violations.throwIfAny();
  return { quota: checked };
}
