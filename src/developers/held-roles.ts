import type { Principal } from '../auth';
import type { Connection } from '../database';
import type { Violations } from '../shared/violations';
import type { AccessRepository } from './access.repository';
import type { DeveloperRow } from './developer.repository';
import { DeveloperStatus } from './developer.types';
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

/** The last ADMIN stays: adds LAST_ADMIN where, without this developer, nobody who is let in would hold everything. */
export async function checkAdminStays(
  violations: Violations,
  access: AccessRepository,
  connection: Connection,
  developer: DeveloperRow,
  path: readonly string[],
): Promise<void> {
  if (developer.status !== DeveloperStatus.ACTIVE || (await access.hasOtherAdmin(developer.key, connection))) return;
  violations.add(path, 'LAST_ADMIN', 'This is the last ADMIN that is let in: make another one first.');
}
