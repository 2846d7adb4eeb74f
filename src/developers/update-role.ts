import { forbidden, type Principal } from '../auth';
import { changes } from '../database';
import { Violations } from '../shared/violations';
import { changeAccess, type ChangeAccessParts } from './change-access';
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
    checkInput(caller, role, input);
    const { description = role.description } = input;
    const changed = { description, permissions: input.permissions ? permissionsIn(input.permissions) : role.permissions };
    await transaction.manager.update(RoleEntity, { key: role.key }, changed);
    const result = { ...role, ...changed };
    const detail = { name: role.name, ...changes<RoleRow>(role, result, ['description', 'permissions']) };
    return { result, event: { action: 'updateRole', detail } };
  });
}

function checkInput(caller: Principal, role: RoleRow, { description, permissions }: UpdateRoleInput): void {
  const violations = new Violations();
  checkChangeable(violations, role);
  checkDescription(violations, description);
  if (permissions === null) violations.add(['input', 'permissions'], 'REQUIRED', 'This cannot be cleared: give an empty list for none.');
  else if (permissions) checkPermissions(violations, caller, permissions);
  violations.throwIfAny();
}
