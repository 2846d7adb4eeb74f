import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { callerOf, type RequestContext } from '../../auth';
import { Company, type Companies, type CompanyRow } from '../../companies';
import { Money } from '../../shared/graphql-types';
import { parseId } from '../../shared/ids';
import { money, type MoneyValue } from '../../shared/money';
import type { Connection } from '../../shared/pagination';
import { DateScalar } from '../../shared/scalars';
import type { Balances } from '../balances/balances';
import { EntryDirection, normalBalanceOf } from './account-types';
import type { AccountRow } from './account.repository';
import {
  Account,
  AccountConnection,
  AccountsArgs,
  ArchiveAccountInput,
  ArchiveAccountPayload,
  CompanyAccountsArgs,
  CreateAccountInput,
  CreateAccountPayload,
  UpdateAccountInput,
  UpdateAccountPayload,
} from './account.types';
import type { Accounts } from './accounts';

@Resolver(() => Account)
export class AccountResolver {
  constructor(
    private readonly accounts: Accounts,
    private readonly balancesOf: Balances,
    private readonly companies: Companies,
  ) {}

  @Authorized('accounts:read')
  @Query(() => Account, { nullable: true, description: 'An account, or null where the caller cannot see one.' })
  async account(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: 'UUID of the account.' }) id: string,
  ): Promise<AccountRow | null> {
    const [account] = await this.accounts.visible(callerOf(context), [parseId(id, ['id'])]);
    return account!;
  }

  @Authorized('accounts:read')
  @Query(() => AccountConnection, { name: 'accounts', description: 'The chart of accounts of a company, by code.' })
  async listAccounts(@Ctx() context: RequestContext, @Args(() => AccountsArgs) args: AccountsArgs): Promise<Connection<AccountRow>> {
    const companyKey = await this.companies.requiredKey(callerOf(context), args.companyId, 'accounts:read', ['companyId']);
    return this.accounts.list(companyKey, args.filter ?? {}, args, context.loaders);
  }

  @Authorized('accounts:write')
  @Mutation(() => CreateAccountPayload, { description: 'Adds an account to the chart of a company.' })
  async createAccount(
    @Ctx() context: RequestContext,
    @Arg('input', () => CreateAccountInput, { description: 'The account to make.' }) input: CreateAccountInput,
  ): Promise<CreateAccountPayload> {
    return { account: await this.accounts.create(callerOf(context), input) };
  }

  @Authorized('accounts:write')
  @Mutation(() => UpdateAccountPayload, { description: 'Changes an account. Its type stays: entries were made under it.' })
  async updateAccount(
    @Ctx() context: RequestContext,
    @Arg('input', () => UpdateAccountInput, { description: 'What to change.' }) input: UpdateAccountInput,
  ): Promise<UpdateAccountPayload> {
    return { account: await this.accounts.update(callerOf(context), input) };
  }

  @Authorized('accounts:write')
  @Mutation(() => ArchiveAccountPayload, { description: 'Archives an account: it keeps its history and takes no postings.' })
  async archiveAccount(
    @Ctx() context: RequestContext,
    @Arg('input', () => ArchiveAccountInput, { description: 'The account.' }) input: ArchiveAccountInput,
  ): Promise<ArchiveAccountPayload> {
    return { account: await this.accounts.archive(callerOf(context), input.id) };
  }

  @Authorized('companies:read')
  @FieldResolver(() => Company, { description: 'The company whose chart it is in.' })
  company(@Root() account: AccountRow, @Ctx() context: RequestContext): Promise<CompanyRow> {
    return context.loaders.of(this.companies.byKey).load(account.companyKey);
  }

  @FieldResolver(() => Account, { nullable: true, description: 'The account that it is part of.' })
  parent(@Root() account: AccountRow, @Ctx() context: RequestContext): Promise<AccountRow> | null {
    return account.parentKey === null ? null : context.loaders.of(this.accounts.byKey).load(account.parentKey);
  }

  @FieldResolver(() => EntryDirection, { description: 'DEBIT for assets and expenses, CREDIT for the rest.' })
  normalBalance(@Root() account: AccountRow): EntryDirection {
    return normalBalanceOf(account.type);
  }

  @Authorized('accounts:read')
  @FieldResolver(() => [Money], {
    description:
      "Posted balance per currency at the end of a day (default: all of time), positive on the account's normal side. Sub-accounts are counted in where includeChildren is true.",
  })
  async balances(
    @Root() account: AccountRow,
    @Ctx() context: RequestContext,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'At the end of this day; default: all of time.' }) asOf?: number | null,
    @Arg('includeChildren', () => Boolean, { nullable: true, description: 'Whether sub-accounts are counted in; default false.' })
    includeChildren?: boolean | null,
  ): Promise<MoneyValue[]> {
    const args = { asOf: asOf ?? undefined, includeChildren: includeChildren ?? false };
    const balances = await context.loaders.alike(this.balancesOf.of, args).load(account.key);
    const sign = normalBalanceOf(account.type) === EntryDirection.DEBIT ? 1n : -1n;
    return balances.map(({ net, currency }) => money(sign * net, currency));
  }
}

@Resolver(() => Company)
export class CompanyAccountsResolver {
  constructor(private readonly accountsOf: Accounts) {}

  @Authorized('accounts:read')
  @FieldResolver(() => AccountConnection, { description: 'Its chart of accounts, by code.' })
  accounts(
    @Root() company: CompanyRow,
    @Args(() => CompanyAccountsArgs) args: CompanyAccountsArgs,
    @Ctx() context: RequestContext,
  ): Promise<Connection<AccountRow>> {
    return this.accountsOf.list(company.key, args.filter ?? {}, args, context.loaders);
  }
}
