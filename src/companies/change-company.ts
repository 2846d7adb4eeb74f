import type { Principal } from '../auth';
import { changes } from '../database';
import { notFound } from '../shared/errors';
import { parseId } from '../shared/ids';
import { auditedCompany } from './audited-company';
import { CompanyEntity } from './company.entity';
import type { CompanyRow } from './company.repository';
import { checkCompanyChange } from './company.rules';
import { CompanyStatus, type UpdateCompanyInput } from './company.types';
import type { CompanyDependencies } from './create-company';

/** @throws AppError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT with every broken rule */
export function updateCompany(dependencies: CompanyDependencies, caller: Principal, input: UpdateCompanyInput): Promise<CompanyRow> {
  const { id, ...given } = input;
  return change(dependencies, caller, ['updateCompany', id], (company) => {
    checkCompanyChange(input);
    return { ...company, ...definedOf(given) } as CompanyRow;
  });
}

/** Archives a company: its books stay readable and take no change. Archiving an archived one changes nothing. */
export function archiveCompany(dependencies: CompanyDependencies, caller: Principal, id: string): Promise<CompanyRow> {
  return change(dependencies, caller, ['archiveCompany', id], (company) => ({ ...company, status: CompanyStatus.ARCHIVED }));
}

async function change(
  { writer, companies, books, clock }: CompanyDependencies,
  caller: Principal,
  [action, id]: readonly [action: string, id: string],
  changed: (company: CompanyRow) => CompanyRow,
): Promise<CompanyRow> {
  const companyId = parseId(id, ['input', 'id']);
  const now = clock.now();
  return writer.change({ by: caller.doer, at: now }, async (transaction) => {
    const [company] = await companies.byIds([companyId], transaction);
    if (!company) throw notFound('company');
    caller.require('companies:write', company.key);
    const { __typename, key, id: _, ...columns } = { ...changed(company), updatedAt: now };
    await books.touch(transaction, key);
    await transaction.manager.update(CompanyEntity, { key }, columns);
    const result = { ...columns, __typename, key, id: companyId };
    const [before, after] = [auditedCompany(company), auditedCompany(result)];
    const detail = {
      ...changes(before, after, Object.keys(after) as never),
      ...(company.taxId !== result.taxId && { changed: ['taxId'] }),
    };
    return { result, event: { action, companyKey: key, objectId: companyId, detail } };
  });
}

/** Drops what was left out, so that it stays as it is; null stays and clears. */
function definedOf<T extends object>(changes: T): Partial<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;
}
