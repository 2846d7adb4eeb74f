import { forbidden, type Permission, type Principal } from '../auth';
import type { JournalWriter } from '../database';
import type { Clock } from '../shared/clock';
import { AppError } from '../shared/errors';
import { newId } from '../shared/ids';
import { auditedCompany } from './audited-company';
import { CompanyEntity } from './company.entity';
import type { CompanyRepository, CompanyRow } from './company.repository';
import { checkNewCompany } from './company.rules';
import { ChartTemplate, CompanyStatus, type CreateCompanyInput } from './company.types';
import type { Access, Books } from './ports';

export interface CompanyDependencies {
  readonly writer: JournalWriter;
  readonly companies: CompanyRepository;
  readonly books: Books;
  readonly access: Access;
  readonly clock: Clock;
}

const NO_ACCOUNT =
  'Whoever opens a company gets BOOKKEEPER access to it, which needs a developer account here: link one to your subject at your issuer.';

/**
 * Opens a company with its journal and chart; the caller gets BOOKKEEPER access to it unless it holds everything anyway.
 * @throws AppError FORBIDDEN, BAD_USER_INPUT with every broken rule
 */
export async function createCompany(dependencies: CompanyDependencies, caller: Principal, input: CreateCompanyInput): Promise<CompanyRow> {
  const { writer, companies, books, access, clock } = dependencies;
  if (!caller.holds('companies:create')) throw forbidden(['companies:create']);
  checkNewCompany(input);
  const now = clock.now();
  const id = newId();
  const developer = caller.identity.developer;
  if (!developer && !caller.holds('transactions:post')) throw new AppError('FORBIDDEN', NO_ACCOUNT);
  const needsAccess = developer !== null && !caller.holds('transactions:post');
  let granted: readonly Permission[] = [];
  const company = await writer.change({ by: caller.doer, at: now }, async (transaction) => {
    await transaction.manager.insert(CompanyEntity, {
      id,
      legalName: input.legalName,
      externalId: input.externalId ?? null,
      entityType: input.entityType ?? null,
      taxId: input.taxId ?? null,
      baseCurrency: input.baseCurrency ?? 'USD',
      fiscalYearStartMonth: input.fiscalYearStartMonth ?? 1,
      status: CompanyStatus.ACTIVE,
      metadata: input.metadata ?? null,
      createdAt: now,
      updatedAt: now,
    });
    const [created] = await companies.byIds([id], transaction);
    await books.open(transaction, created!.key, input.chart ?? ChartTemplate.STANDARD);
    if (needsAccess) {
      granted = await access.grantInTransaction(transaction, { developerKey: developer.key, companyKey: created!.key, role: 'BOOKKEEPER' });
    }
    const chart = input.chart ?? ChartTemplate.STANDARD;
    const after = { ...auditedCompany(created!), chart, ...(needsAccess && { access: 'BOOKKEEPER' }) };
    return { result: created!, event: { action: 'createCompany', companyKey: created!.key, objectId: id, detail: { after } } };
  });
  if (needsAccess) {
    access.changed();
    // The rest of the same request reads the new company too.
    caller.admitTo(company.key, granted);
  }
  return company;
}
