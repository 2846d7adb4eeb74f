import { isEmail } from 'class-validator';
import type { Principal } from '../auth';
import type { Connection } from '../database';
import { isStorable, Violations } from '../shared/violations';
import { checkGrantable } from './held-roles';
import type { RoleRepository, RoleRow } from './role.repository';

const MAX_NAME = 200;
const MAX_ROLES = 20;

export function checkName(violations: Violations, name: string | null | undefined, need: 'required' | 'optional'): void {
  violations.text(['input', 'name'], name, MAX_NAME, need);
}

export function checkEmail(violations: Violations, email: string | null | undefined): void {
  // isEmail throws where the text holds half of a surrogate pair.
  if (typeof email !== 'string' || (!/\p{Surrogate}/u.test(email) && isEmail(email))) return;
  violations.add(['input', 'email'], 'NOT_AN_EMAIL', 'This must be an email address, such as ada@example.com.');
}

/** The roles of these names, each once; none where too many are given, which `checkRoles` refuses. */
export function findRoles(roles: RoleRepository, names: readonly string[], connection: Connection): Promise<RoleRow[]> {
  return roles.byNames(names.length > MAX_ROLES ? [] : [...new Set(names)].filter(isStorable), connection);
}

/** Adds a violation for each name without a role, and for each role that the caller may not give; those held before need nobody's leave. */
export function checkRoles(
  violations: Violations,
  caller: Principal,
  names: readonly string[],
  found: readonly RoleRow[],
  heldBefore: readonly string[] = [],
): void {
  if (names.length > MAX_ROLES) violations.add(['input', 'roles'], 'TOO_MANY', `At most ${MAX_ROLES} roles are taken at once.`);
  else {
    names.forEach((name, index) => {
      const path = ['input', 'roles', index];
      const role = found.find((candidate) => candidate.name === name);
      if (!role) violations.add(path, 'UNKNOWN_ROLE', 'There is no role of this name.');
      else if (!heldBefore.includes(name)) checkGrantable(violations, caller, role, path);
    });
  }
}
