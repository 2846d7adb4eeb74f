import { notFound } from '../shared/errors';
import { isId } from '../shared/ids';
import type { Violations } from '../shared/violations';
import type { AccessChange, ChangeAccessParts } from './change-access';
import type { DeveloperRepository, DeveloperRow } from './developer.repository';
import type { CompanyDirectory } from './ports';
import type { RoleRepository } from './role.repository';
import { canSeeDeveloper } from './visibility';

export interface AccessTargetParts extends ChangeAccessParts {
  readonly developers: DeveloperRepository;
  readonly roles: RoleRepository;
  readonly companies: CompanyDirectory;
}

/** Whose access to which company an input is about. */
export interface AccessTarget {
  readonly developerId: string;
  readonly companyId: string;
}

export function checkTarget(violations: Violations, target: AccessTarget): void {
  for (const name of ['developerId', 'companyId'] as const) {
    if (!isId(target[name].toLowerCase())) violations.add(['input', name], 'NOT_A_UUID', 'This must be a UUID.');
  }
}

/** The internal key of the company; undefined where there is none. Companies are never deleted, so it may be read before a transaction. */
export async function companyOf({ companies }: AccessTargetParts, { companyId }: AccessTarget): Promise<number | undefined> {
  const id = companyId.toLowerCase();
  return isId(id) ? companies.keyOf(id) : undefined;
}

/**
 * The developer whose access a caller may change in the company, with the company's key as one that exists.
 * @throws AppError NOT_FOUND, FORBIDDEN
 */
export async function accessTarget(
  { developers }: AccessTargetParts,
  { transaction, caller }: AccessChange,
  { developerId }: AccessTarget,
  companyKey: number | undefined,
): Promise<{ readonly developer: DeveloperRow; readonly companyKey: number }> {
  if (companyKey === undefined) throw notFound('company');
  caller.require('developers:write', companyKey);
  const [developer] = await developers.byIds([developerId.toLowerCase()], transaction);
  if (!developer || !(caller.holds('developers:write') || canSeeDeveloper(caller, developer.key))) throw notFound('developer');
  return { developer, companyKey };
}
