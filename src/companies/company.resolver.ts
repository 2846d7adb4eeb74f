import { Arg, Args, Authorized, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { callerOf, type RequestContext } from '../auth';
import type { Connection } from '../shared/pagination';
import { parseId } from '../shared/ids';
import type { Companies } from './companies';
import type { CompanyRow } from './company.repository';
import {
  ArchiveCompanyInput,
  ArchiveCompanyPayload,
  CompaniesArgs,
  Company,
  CompanyConnection,
  CreateCompanyInput,
  CreateCompanyPayload,
  UpdateCompanyInput,
  UpdateCompanyPayload,
} from './company.types';

@Resolver(() => Company)
export class CompanyResolver {
  constructor(private readonly companies: Companies) {}

  @Authorized('companies:read')
  @Query(() => Company, { nullable: true, description: 'A company, or null where the caller cannot see one.' })
  async company(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: 'UUID of the company.' }) id: string,
  ): Promise<CompanyRow | null> {
    const [company] = await this.companies.visible(callerOf(context), [parseId(id, ['id'])]);
    return company!;
  }

  @Authorized('companies:read')
  @Query(() => CompanyConnection, {
    name: 'companies',
    description: 'The companies that the caller can see, in the order in which they were opened.',
  })
  listCompanies(@Ctx() context: RequestContext, @Args(() => CompaniesArgs) args: CompaniesArgs): Promise<Connection<CompanyRow>> {
    return this.companies.list(callerOf(context), args.filter ?? {}, args);
  }

  @Authorized('companies:create')
  @Mutation(() => CreateCompanyPayload, { description: 'Opens a company with its journal; the caller gets BOOKKEEPER access to it.' })
  async createCompany(
    @Ctx() context: RequestContext,
    @Arg('input', () => CreateCompanyInput, { description: 'The company to open.' }) input: CreateCompanyInput,
  ): Promise<CreateCompanyPayload> {
    return { company: await this.companies.create(callerOf(context), input) };
  }

  @Authorized('companies:write')
  @Mutation(() => UpdateCompanyPayload, { description: 'Changes what is known of a company.' })
  async updateCompany(
    @Ctx() context: RequestContext,
    @Arg('input', () => UpdateCompanyInput, { description: 'What to change.' }) input: UpdateCompanyInput,
  ): Promise<UpdateCompanyPayload> {
    return { company: await this.companies.update(callerOf(context), input) };
  }

  @Authorized('companies:write')
  @Mutation(() => ArchiveCompanyPayload, { description: 'Archives a company: its books stay readable and take no change.' })
  async archiveCompany(
    @Ctx() context: RequestContext,
    @Arg('input', () => ArchiveCompanyInput, { description: 'The company.' }) input: ArchiveCompanyInput,
  ): Promise<ArchiveCompanyPayload> {
    return { company: await this.companies.archive(callerOf(context), input.id) };
  }
}
