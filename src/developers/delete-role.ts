import { forbidden, type Principal } from '../auth';
import { Violations } from '../shared/violations';
import { changeAccess, type ChangeAccessParts } from './change-access';
import { RoleEntity } from './role.entity';
import type { RoleRepository, RoleRow } from './role.repository';
import { roleToChange } from './role.rules';

/** @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT for a role that came with the server or that somebody holds */
export function deleteRole(
  parts: ChangeAccessParts & { readonly roles: RoleRepository },
  caller: Principal,
  name: string,
): Promise<RoleRow> {
  const { roles, access } = parts;
  return changeAccess(parts, caller, async ({ transaction, caller, now }) => {
    if (!caller.holds('roles:write')) throw forbidden(['roles:write']);
    const role = roleToChange(caller, await roles.byName(name, transaction));
    const violations = new Violations();
    if (role.builtIn) violations.add(['input', 'name'], 'BUILT_IN', `${role.name} came with the server and cannot be deleted.`);
    const holders = await access.holdersOf(role.key, now, transaction);
    if (holders > 0) violations.add(['input', 'name'], 'IN_USE', inUse(holders));
    violations.throwIfAny();
    // What is left are grants that have ended.
    await access.revokeRole(transaction, role.key);
    await transaction.manager.delete(RoleEntity, { key: role.key });
    const { description, permissions } = role;
    return { result: role, event: { action: 'deleteRole', detail: { name: role.name, before: { description, permissions } } } };
  });
}

function inUse(holders: number): string {
  return holders === 1
    ? 'One developer holds this role: take it away first.'
    : `${holders} developers hold this role: take it away from them first.`;
}
