import { callerOf, type RequestContext } from '../auth';
import type { Database } from '../database';
import type { Clock } from '../shared/clock';
import type { NodeSource } from '../shared/node-source';
import { AccessGrantCompanyResolver } from './access-grant.resolver';
import { Companies } from './companies';
import { CompanyResolver } from './company.resolver';
import type { Access, Books } from './ports';

export interface CompaniesFeature {
  readonly companies: Companies;
  readonly resolvers: readonly object[];
  readonly nodeSources: readonly NodeSource<RequestContext>[];
}

export const companyResolvers = [CompanyResolver, AccessGrantCompanyResolver] as const;

export function createCompanies(dependencies: {
  readonly database: Database;
  readonly books: Books;
  readonly access: Access;
  readonly clock: Clock;
}): CompaniesFeature {
  const { database, books, access, clock } = dependencies;
  const companies = new Companies({ reader: database.reader, writer: database.writer, books, access, clock });
  return {
    companies,
    resolvers: [new CompanyResolver(companies), new AccessGrantCompanyResolver(companies)],
    nodeSources: [{ load: (context, ids) => companies.visible(callerOf(context), ids) }],
  };
}
