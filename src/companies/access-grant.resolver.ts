import { Authorized, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../auth';
import { AccessGrant } from '../developers';
import type { Companies } from './companies';
import type { CompanyRow } from './company.repository';
import { Company } from './company.types';

@Resolver(() => AccessGrant)
export class AccessGrantCompanyResolver {
  constructor(private readonly companies: Companies) {}

  @Authorized('companies:read')
  @FieldResolver(() => Company, { description: 'The company that the role is held in.' })
  company(@Root() grant: { readonly companyKey: number }, @Ctx() context: RequestContext): Promise<CompanyRow> {
    return context.loaders.of(this.companies.byKey).load(grant.companyKey);
  }
}
