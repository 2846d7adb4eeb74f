import type { Principal } from '../auth';
import { instantOf } from '../shared/dates';
import { Violations } from '../shared/violations';
import type { AccessRepository } from './access.repository';
import { accessTarget, checkTarget, companyOf, type AccessTargetParts } from './access-target';
import { changeAccess, type AccessChange } from './change-access';
import type { GrantAccessInput } from './developer-input.types';
import type { DeveloperRow } from './developer.repository';
import { checkGrantable } from './held-roles';
import type { RoleRow } from './role.repository';

/** @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT with every broken rule */
export async function grantAccess(parts: AccessTargetParts, caller: Principal, input: GrantAccessInput): Promise<DeveloperRow> {
  const company = await companyOf(parts, input);
  return changeAccess(parts, caller, async (change) => {
    const { transaction, caller, now } = change;
    const role = await parts.roles.byName(input.role, transaction);
    const known = checkInput(input, role, now);
    const { developer, companyKey } = await accessTarget(parts, change, input, company);
    const violations = new Violations();
    checkGrantable(violations, caller, known, ['input', 'role'], companyKey);
    violations.throwIfAny();
    await checkEnd(parts.access, change, input, known, companyKey);
    const grant = { developerKey: developer.key, companyKey, roleKey: known.key, expiresAt: input.expiresAt ?? null, createdAt: now };
    await parts.access.grant(transaction, grant);
    const after = { role: known.name, expiresAt: instantOf(grant.expiresAt) };
    return { result: developer, event: { action: 'grantAccess', companyKey, objectId: developer.id, detail: { after } } };
  });
}

/** The role, as one that exists. */
function checkInput(input: GrantAccessInput, role: RoleRow | undefined, now: number): RoleRow {
  const violations = new Violations();
  checkTarget(violations, input);
  if (!role) violations.add(['input', 'role'], 'UNKNOWN_ROLE', 'There is no role of this name.');
  if (typeof input.expiresAt === 'number' && input.expiresAt <= now) {
    violations.add(['input', 'expiresAt'], 'NOT_IN_FUTURE', 'This must lie in the future.');
  }
  violations.throwIfAny();
  return role!;
}

/** Access that is given for a time must not be made to last by whoever has it, neither for itself nor for others. */
async function checkEnd(
  access: AccessRepository,
  { transaction, caller, now }: AccessChange,
  { expiresAt }: GrantAccessInput,
  role: RoleRow,
  companyKey: number,
): Promise<void> {
  const { developer } = caller.identity;
  const here = (['developers:write', ...role.permissions] as const).filter((permission) => !caller.holds(permission));
  if (!developer || here.length === 0) return;
  const ends = await access.endsIn(companyKey, developer.key, now, transaction);
  const end = Math.min(...here.map((permission) => ends.get(permission) ?? Infinity));
  if ((expiresAt ?? Infinity) <= end) return;
  const violations = new Violations();
  const message = `Your own access to the company ends at ${new Date(end).toISOString()}; what you grant there must not outlast it.`;
  violations.add(['input', 'expiresAt'], 'FORBIDDEN', message);
  violations.throwIfAny();
}
