import type { Principal } from '../auth';
import type { Violations } from '../shared/violations';
import type { RoleRow } from './role.repository';

/** Nobody grants what they do not hold: adds FORBIDDEN where a role holds more than the caller does, in the company where one is given. */
export function checkGrantable(
  violations: Violations,
  caller: Principal,
  role: RoleRow,
  path: readonly (string | number)[],
  companyKey?: number,
): void {
  const beyond = role.permissions.filter((permission) => !caller.holds(permission, companyKey));
  if (beyond.length === 0) return;
  violations.add(path, 'FORBIDDEN', `You do not hold ${beyond.join(', ')}, which ${role.name} includes.`);
}
