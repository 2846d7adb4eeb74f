import type { Principal, QuotaAmount } from '../auth';
import { changes, type WriteTransaction } from '../database';
import { parseId } from '../shared/ids';
import { Violations } from '../shared/violations';
import { changeAccess, type AccessChange, type ChangeAccessParts } from './change-access';
import type { UpdateDeveloperInput } from './developer-input.types';
import { DeveloperEntity } from './developer.entity';
import type { DeveloperRow } from './developer.repository';
import { checkEmail, checkName, checkRoles, findRoles } from './developer.rules';
import { developerToChange, requireNoMoreHeld, type DeveloperToChangeParts } from './developer-to-change';
import { changeSubjects, checkSubjects, type SubjectChange } from './link-subjects';
import { storedAmount } from './quota-columns';
import { checkQuota } from './quota.rules';
import type { QuotaInput } from './quota.types';
import { DeveloperRoleEntity } from './role.entity';
import type { RoleRepository, RoleRow } from './role.repository';
import type { OutsideSubjectInput } from './subject.types';

type UpdateDeveloperParts = ChangeAccessParts & DeveloperToChangeParts & { readonly roles: RoleRepository };

/** @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT with every broken rule */
export function updateDeveloper(parts: UpdateDeveloperParts, caller: Principal, input: UpdateDeveloperInput): Promise<DeveloperRow> {
  const id = parseId(input.id, ['input', 'id']);
  const work = async (change: AccessChange) => {
    const developer = await developerToChange(parts, change, id);
    const before = await stateOf(parts, change.transaction, developer);
    const violations = new Violations();
    if (input.name === null) violations.add(['input', 'name'], 'REQUIRED', 'This cannot be cleared.');
    checkName(violations, input.name, 'optional');
    checkEmail(violations, input.email);
    const roles = await checkNewRoles(violations, parts, change, developer, input.roles);
    const subjects = await checkNewSubjects(violations, parts, change, developer, input.subjects);
    const quota = checkNewQuota(violations, change, input.quota);
    violations.throwIfAny();
    if (subjects) await changeSubjects(parts, change, developer.key, subjects);
    if (roles) await replaceRoles(change, developer.key, roles);
    const result = await store(change, developer, input, quota);
    const detail = changes(before, await stateOf(parts, change.transaction, result), ['name', 'email', 'roles', 'subjects', 'quota']);
    return { result, event: { action: 'updateDeveloper', objectId: developer.id, detail } };
  };
  return changeAccess(parts, caller, work, ['input', input.roles === undefined ? 'subjects' : 'roles']);
}

/** What the mutation can change, as it is now. */
async function stateOf({ roles, subjects }: UpdateDeveloperParts, transaction: WriteTransaction, developer: DeveloperRow) {
  const { key, name, email, ownQuota: quota } = developer;
  const linked = await subjects.ofDevelopers([key], transaction);
  return {
    name,
    email,
    roles: (await roles.namesOf([key], transaction)).get(key)!,
    subjects: linked.map(({ issuer, subject }) => ({ issuer, subject })),
    quota,
  };
}

/** The roles that are to be held from now on; undefined where they are to stay as they are. */
async function checkNewRoles(
  violations: Violations,
  { roles }: UpdateDeveloperParts,
  { transaction, caller }: AccessChange,
  developer: DeveloperRow,
  names: readonly string[] | null | undefined,
): Promise<readonly RoleRow[] | undefined> {
  const path = ['input', 'roles'];
  if (names === undefined) return undefined;
  if (names === null) {
    violations.add(path, 'REQUIRED', 'This cannot be cleared: give an empty list to take all roles away.');
    return undefined;
  }
  if (!caller.holds('developers:write')) {
    violations.add(path, 'FORBIDDEN', 'To change roles needs the permission developers:write.');
    return undefined;
  }
  const found = await findRoles(roles, names, transaction);
  const before = (await roles.namesOf([developer.key], transaction)).get(developer.key)!;
  checkRoles(violations, caller, names, found, before);
  if (caller.isDeveloper(developer.key) && found.some(({ name }) => !before.includes(name))) {
    violations.add(path, 'FORBIDDEN', 'Nobody adds to their own roles.');
  }
  return found;
}

/** What is to change of the subjects that are linked; undefined where they are to stay as they are. @throws AppError FORBIDDEN */
async function checkNewSubjects(
  violations: Violations,
  parts: UpdateDeveloperParts,
  change: AccessChange,
  developer: DeveloperRow,
  given: readonly OutsideSubjectInput[] | null | undefined,
): Promise<SubjectChange | undefined> {
  const path = ['input', 'subjects'];
  if (given === undefined) return undefined;
  if (given === null) {
    violations.add(path, 'REQUIRED', 'This cannot be cleared: give an empty list to end all links.');
    return undefined;
  }
  if (!change.caller.holds('developers:write')) {
    violations.add(path, 'FORBIDDEN', 'To link subjects needs the permission developers:write.');
    return undefined;
  }
  const subjects = await checkSubjects(
    violations,
    parts,
    change,
    given,
    await parts.subjects.ofDevelopers([developer.key], change.transaction),
  );
  // Whoever is linked holds all that the developer does, whatever the caller's own token is limited to.
  if (subjects.added.length > 0) await requireNoMoreHeld(parts.access, change, developer.key);
  return subjects;
}

/** The quota that is to hold; undefined where it is to stay as it is. */
function checkNewQuota(
  violations: Violations,
  { caller }: AccessChange,
  given: QuotaInput | null | undefined,
): QuotaAmount | null | undefined {
  if (given !== undefined && !caller.holds('developers:write')) {
    violations.add(['input', 'quota'], 'FORBIDDEN', 'To set a quota needs the permission developers:write.');
    return undefined;
  }
  return checkQuota(violations, given);
}

async function replaceRoles({ transaction }: AccessChange, developerKey: number, roles: readonly RoleRow[]): Promise<void> {
  await transaction.manager.delete(DeveloperRoleEntity, { developerKey });
  for (const { key } of roles) await transaction.manager.insert(DeveloperRoleEntity, { developerKey, roleKey: key });
}

async function store(
  { transaction, now }: AccessChange,
  developer: DeveloperRow,
  input: UpdateDeveloperInput,
  ownQuota: QuotaAmount | null = developer.ownQuota,
): Promise<DeveloperRow> {
  const { name = developer.name, email = developer.email } = input;
  const changed = { name: name!, email, updatedAt: now };
  await transaction.manager.update(DeveloperEntity, { key: developer.key }, { ...changed, ...storedAmount(ownQuota) });
  return { ...developer, ...changed, ownQuota };
}
