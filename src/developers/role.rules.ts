import { isPermission, permissions, type Permission, type Principal } from '../auth';
import { AppError, notFound } from '../shared/errors';
import { Violations } from '../shared/violations';
import type { RoleRow } from './role.repository';

/** Such as TREASURER or "Tax adviser": plain letters, so that no two names look the same. */
const nameForm = /^[A-Za-z](?:[A-Za-z0-9 _.:-]*[A-Za-z0-9])?$/;
const unchangeable: readonly string[] = ['ADMIN', 'DEVELOPER', 'AUDITOR'];

export function checkRoleName(violations: Violations, name: string): void {
  violations.text(['input', 'name'], name, 100);
  if (name.trim() !== '' && !nameForm.test(name)) {
    const message = 'A name is of letters and digits, with spaces or any of _ . : - between them, and begins with a letter.';
    violations.add(['input', 'name'], 'BAD_FORMAT', message);
  }
}

export function checkDescription(violations: Violations, description: string | null | undefined): void {
  violations.text(['input', 'description'], description, 500, 'optional');
}

/** Adds a violation for each text that is no permission, and for each permission that the caller does not hold everywhere, as roles may be held. */
export function checkPermissions(violations: Violations, caller: Principal, given: readonly string[]): void {
  const path = ['input', 'permissions'];
  if (given.length > permissions.length) return violations.add(path, 'TOO_MANY', `There are only ${permissions.length} permissions.`);
  given.forEach((text, index) => {
    if (!isPermission(text)) violations.add([...path, index], 'UNKNOWN_PERMISSION', 'There is no permission of this name.');
    else if (!caller.holds(text)) violations.add([...path, index], 'FORBIDDEN', `You do not hold ${text}.`);
  });
}

/** What `checkPermissions` let through, each once. */
export function permissionsIn(given: readonly string[]): readonly Permission[] {
  return [...new Set(given)].filter(isPermission);
}

/**
 * The role that a caller wants to change or delete, where it may: it must hold all that its holders would lose.
 * @throws AppError NOT_FOUND, FORBIDDEN
 */
export function roleToChange(caller: Principal, role: RoleRow | undefined): RoleRow {
  if (!role) throw notFound('role');
  const beyond = role.permissions.filter((permission) => !caller.holds(permission));
  if (beyond.length > 0) throw new AppError('FORBIDDEN', `You do not hold ${beyond.join(', ')}, which ${role.name} includes.`);
  return role;
}

/** What a change is refused for roles that must stay as they are. */
export function checkChangeable(violations: Violations, { name }: RoleRow): void {
  if (unchangeable.includes(name)) violations.add(['input', 'name'], 'BUILT_IN', `${name} cannot be changed.`);
}
