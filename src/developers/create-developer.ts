import { isEmail } from 'class-validator';
import { forbidden, type Principal } from '../auth';
import type { JournalWriter, WriteTransaction } from '../database';
import type { Clock } from '../shared/clock';
import { newId } from '../shared/ids';
import { isStorable, Violations } from '../shared/violations';
import { DeveloperEntity } from './developer.entity';
import type { DeveloperRow } from './developer.repository';
import { DeveloperStatus, type CreateDeveloperInput } from './developer.types';
import { checkGrantable } from './held-roles';
import { DeveloperRoleEntity } from './role.entity';
import type { RoleRepository, RoleRow } from './role.repository';

export interface CreateDeveloperParts {
  readonly writer: JournalWriter;
  readonly roles: RoleRepository;
  readonly clock: Clock;
}

const MAX_ROLES = 20;

/** @throws AppError FORBIDDEN, BAD_USER_INPUT with every broken rule */
export function createDeveloper(
  { writer, roles, clock }: CreateDeveloperParts,
  caller: Principal,
  input: CreateDeveloperInput,
): Promise<DeveloperRow> {
  // Accounts belong to no company, so the permission in a single one is not enough.
  if (!caller.holds('developers:write')) throw forbidden(['developers:write']);
  const names = [...new Set(input.roles ?? [])];
  return writer.run(async (transaction) => {
    const found = names.length > MAX_ROLES ? [] : await roles.byNames(names.filter(isStorable), transaction);
    checkInput(caller, input, found);
    return insertDeveloper(transaction, { name: input.name, email: input.email ?? null, roles: found, now: clock.now() });
  });
}

function checkInput(caller: Principal, input: CreateDeveloperInput, found: readonly RoleRow[]): void {
  const violations = new Violations();
  const given = input.roles ?? [];
  violations.text(['input', 'name'], input.name, 200);
  // isEmail throws where the text holds half of a surrogate pair.
  if (typeof input.email === 'string' && (/\p{Surrogate}/u.test(input.email) || !isEmail(input.email))) {
    violations.add(['input', 'email'], 'NOT_AN_EMAIL', 'This must be an email address, such as ada@example.com.');
  }
  if (given.length > MAX_ROLES) violations.add(['input', 'roles'], 'TOO_MANY', `At most ${MAX_ROLES} roles are taken at once.`);
  else given.forEach((name, index) => checkRole(violations, caller, found, name, ['input', 'roles', index]));
  violations.throwIfAny();
}

function checkRole(
  violations: Violations,
  caller: Principal,
  found: readonly RoleRow[],
  name: string,
  path: readonly (string | number)[],
): void {
  const role = found.find((candidate) => candidate.name === name);
  if (role) checkGrantable(violations, caller, role, path);
  else violations.add(path, 'UNKNOWN_ROLE', 'There is no role of this name.');
}

export interface NewDeveloper {
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly RoleRow[];
  readonly now: number;
}

export async function insertDeveloper(transaction: WriteTransaction, { name, email, roles, now }: NewDeveloper): Promise<DeveloperRow> {
  const columns = { id: newId(), name, email, status: DeveloperStatus.ACTIVE, lastSeenAt: null, createdAt: now, updatedAt: now };
  const { identifiers } = await transaction.manager.insert(DeveloperEntity, { ...columns });
  const key = (identifiers[0] as { key: number }).key;
  for (const role of roles) await transaction.manager.insert(DeveloperRoleEntity, { developerKey: key, roleKey: role.key });
  return { __typename: 'Developer', key, ...columns };
}
