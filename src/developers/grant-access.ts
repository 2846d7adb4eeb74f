import type { Principal } from '../auth';
import { notFound } from '../shared/errors';
import { isId } from '../shared/ids';
import { isStorable, Violations } from '../shared/violations';
import { changeAccess, type AccessChange, type ChangeAccessParts } from './change-access';
import type { AccessRepository } from './access.repository';
import type { GrantAccessInput } from './developer-input.types';
import type { DeveloperRepository, DeveloperRow } from './developer.repository';
import { checkGrantable } from './held-roles';
import type { CompanyDirectory } from './ports';
import type { RoleRepository, RoleRow } from './role.repository';
import { canSeeDeveloper } from './visibility';

export interface GrantAccessParts extends ChangeAccessParts {
  readonly developers: DeveloperRepository;
  readonly roles: RoleRepository;
  readonly companies: CompanyDirectory;
}

/** @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT with every broken rule */
export async function grantAccess(parts: GrantAccessParts, caller: Principal, input: GrantAccessInput): Promise<DeveloperRow> {
  const { developers, roles, access, companies, clock } = parts;
  const [developerId, companyId] = [input.developerId.toLowerCase(), input.companyId.toLowerCase()];
  const [role] = isStorable(input.role) ? await roles.byNames([input.role]) : [];
  checkInput(input, role, clock.now());
  const companyKey = await companies.keyOf(companyId);
  if (companyKey === undefined) throw notFound('company');
  return changeAccess(parts, caller, async (change) => {
    const { transaction, caller, now } = change;
    caller.require('developers:write', companyKey);
    const [developer] = await developers.byIds([developerId], transaction);
    if (!developer || !(caller.holds('developers:write') || canSeeDeveloper(caller, developer.key))) throw notFound('developer');
    const held = await roleAsHeld(roles, change, input.role, companyKey);
    await checkEnd(access, change, input, held, companyKey);
    const grant = { developerKey: developer.key, companyKey, roleKey: held.key, expiresAt: input.expiresAt ?? null, createdAt: now };
    await access.grant(transaction, grant);
    return developer;
  });
}

function checkInput(input: GrantAccessInput, role: RoleRow | undefined, now: number): void {
  const violations = new Violations();
  for (const name of ['developerId', 'companyId'] as const) {
    if (!isId(input[name].toLowerCase())) violations.add(['input', name], 'NOT_A_UUID', 'This must be a UUID.');
  }
  if (!role) violations.add(['input', 'role'], 'UNKNOWN_ROLE', 'There is no role of this name.');
  if (typeof input.expiresAt === 'number' && input.expiresAt <= now) {
    violations.add(['input', 'expiresAt'], 'NOT_IN_FUTURE', 'This must lie in the future.');
  }
  violations.throwIfAny();
}

/** The role as the transaction sees it: it may have been widened since it was looked up. */
async function roleAsHeld(
  roles: RoleRepository,
  { transaction, caller }: AccessChange,
  name: string,
  companyKey: number,
): Promise<RoleRow> {
  const [role] = await roles.byNames([name], transaction);
  if (!role) throw notFound('role');
  const violations = new Violations();
  checkGrantable(violations, caller, role, ['input', 'role'], companyKey);
  violations.throwIfAny();
  return role;
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
