import { forbidden, type Principal, type QuotaAmount } from '../auth';
import type { WriteTransaction } from '../database';
import { newId } from '../shared/ids';
import { Violations } from '../shared/violations';
import { changeAccess, type ChangeAccessParts } from './change-access';
import type { CreateDeveloperInput } from './developer-input.types';
import { DeveloperEntity } from './developer.entity';
import type { DeveloperRow } from './developer.repository';
import { checkEmail, checkName, checkRoles, findRoles } from './developer.rules';
import { DeveloperStatus } from './developer.types';
import { changeSubjects, checkSubjects } from './link-subjects';
import { storedAmount } from './quota-columns';
import { checkQuota } from './quota.rules';
import { DeveloperRoleEntity } from './role.entity';
import type { RoleRepository, RoleRow } from './role.repository';

type CreateDeveloperParts = ChangeAccessParts & { readonly roles: RoleRepository };

/** @throws AppError FORBIDDEN, BAD_USER_INPUT with every broken rule */
export function createDeveloper(parts: CreateDeveloperParts, caller: Principal, input: CreateDeveloperInput): Promise<DeveloperRow> {
  const names = input.roles ?? [];
  return changeAccess(parts, caller, async (change) => {
    const { transaction, caller, now } = change;
    // Accounts belong to no company, so the permission in a single one is not enough.
    if (!caller.holds('developers:write')) throw forbidden(['developers:write']);
    const found = await findRoles(parts.roles, names, transaction);
    const violations = new Violations();
    checkName(violations, input.name, 'required');
    checkEmail(violations, input.email);
    checkRoles(violations, caller, names, found);
    const subjects = await checkSubjects(violations, parts, change, input.subjects ?? []);
    const quota = checkQuota(violations, input.quota) ?? null;
    violations.throwIfAny();
    const developer = await insertDeveloper(transaction, { name: input.name, email: input.email ?? null, roles: found, quota, now });
    await changeSubjects(parts, change, developer.key, subjects);
    const after = { name: input.name, email: developer.email, roles: found.map(({ name }) => name), subjects: subjects.added, quota };
    return { result: developer, event: { action: 'createDeveloper', objectId: developer.id, detail: { after } } };
  });
}

export interface NewDeveloper {
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly RoleRow[];
  readonly quota?: QuotaAmount | null;
  readonly now: number;
}

export async function insertDeveloper(transaction: WriteTransaction, developer: NewDeveloper): Promise<DeveloperRow> {
  const { name, email, roles, quota = null, now } = developer;
  const given = { id: newId(), name, email, createdAt: now, updatedAt: now };
  const columns = { ...given, status: DeveloperStatus.ACTIVE, suspensionReason: null, lastSeenAt: null };
  const { identifiers } = await transaction.manager.insert(DeveloperEntity, { ...columns, ...storedAmount(quota) });
  const key = (identifiers[0] as { key: number }).key;
  for (const role of roles) await transaction.manager.insert(DeveloperRoleEntity, { developerKey: key, roleKey: role.key });
  return { __typename: 'Developer', key, ...columns, ownQuota: quota };
}
