import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { callerOf, type RequestContext } from '../../auth';
import { Company, type Companies, type CompanyRow } from '../../companies';
import { asksFor } from '../../shared/asks-for';
import { parseId } from '../../shared/ids';
import type { Connection } from '../../shared/pagination';
import { Settled } from '../../shared/settled';
import type { AccountRow } from '../accounts/account.repository';
import { Account } from '../accounts/account.types';
import type { Accounts } from '../accounts/accounts';
import { withHeaderKey } from './header-key';
import { noteReplay, notingReplay } from './note-replay';
import type { EntryRow, TransactionRow } from './transaction-row';
import {
  CreateTransactionInput,
  CreateTransactionPayload,
  CreateTransactionsInput,
  CreateTransactionsPayload,
} from './transaction-input.types';
import { CompanyTransactionsArgs, Entry, Transaction, TransactionConnection, TransactionsArgs } from './transaction.types';
import type { Transactions } from './transactions';

@Resolver(() => Transaction)
export class TransactionResolver {
  constructor(
    private readonly transactions: Transactions,
    private readonly companies: Companies,
  ) {}

  @Authorized('transactions:read')
  @Query(() => Transaction, { nullable: true, description: 'A transaction, or null where the caller cannot see one.' })
  async transaction(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: 'UUID of the transaction.' }) id: string,
  ): Promise<TransactionRow | null> {
    const [transaction] = await this.transactions.visible(callerOf(context), [parseId(id, ['id'])]);
    return transaction!;
  }

  @Authorized('transactions:read')
  @Query(() => TransactionConnection, { name: 'transactions', description: 'The transactions of a company.' })
  async listTransactions(
    @Ctx() context: RequestContext,
    @Args(() => TransactionsArgs) args: TransactionsArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<TransactionRow>> {
    const companyKey = await this.companies.requiredKey(callerOf(context), args.companyId, 'transactions:read', ['companyId']);
    return this.transactions.list(companyKey, args, { loaders: context.loaders, ahead: asksFor(info, 'entries') });
  }

  @Authorized('transactions:write', 'transactions:post')
  @Mutation(() => CreateTransactionPayload, {
    description: 'Writes a transaction. To post it takes transactions:post, to draft it (PENDING) transactions:write.',
  })
  createTransaction(
    @Ctx() context: RequestContext,
    @Arg('input', () => CreateTransactionInput, { description: 'The transaction.' }) input: CreateTransactionInput,
  ): Promise<CreateTransactionPayload> {
    return notingReplay(context, this.transactions.create(callerOf(context), withHeaderKey(context, input)));
  }

  @Authorized('transactions:write', 'transactions:post')
  @Mutation(() => CreateTransactionsPayload, {
    description: 'Writes up to 1,000 transactions in one commit. To post takes transactions:post, to draft (PENDING) transactions:write.',
  })
  async createTransactions(
    @Ctx() context: RequestContext,
    @Arg('input', () => CreateTransactionsInput, { description: 'The transactions.' }) input: CreateTransactionsInput,
  ): Promise<CreateTransactionsPayload> {
    const results = await this.transactions.createMany(callerOf(context), input);
    noteReplay(context, results);
    return { results };
  }

  @Authorized('companies:read')
  @FieldResolver(() => Company, { description: 'The company whose journal it is in.' })
  company(@Root() transaction: TransactionRow, @Ctx() context: RequestContext): Promise<CompanyRow> {
    return context.loaders.of(this.companies.byKey).load(transaction.companyKey);
  }

  @Settled()
  @FieldResolver(() => [Entry], { description: 'Its lines, in the order in which they were given.' })
  entries(@Root() transaction: TransactionRow, @Ctx() context: RequestContext): readonly EntryRow[] | Promise<readonly EntryRow[]> {
    return transaction.entries ?? context.loaders.now(this.transactions.entriesOf, transaction);
  }

  @FieldResolver(() => Transaction, { nullable: true, description: 'The transaction that this one reverses.' })
  reverses(@Root() transaction: TransactionRow, @Ctx() context: RequestContext): Promise<TransactionRow> | null {
    return transaction.reversesKey === null ? null : context.loaders.of(this.transactions.byKey).load(transaction.reversesKey);
  }

  @FieldResolver(() => Transaction, { nullable: true, description: 'The transaction that reverses this one.' })
  reversedBy(@Root() transaction: TransactionRow, @Ctx() context: RequestContext): Promise<TransactionRow | null> | null {
    return transaction.postedAt === null ? null : context.loaders.of(this.transactions.reversalOf).load(transaction.key);
  }
}

@Resolver(() => Entry)
export class EntryResolver {
  constructor(private readonly accounts: Accounts) {}

  @Settled()
  @FieldResolver(() => Account, { description: 'The account that it is on.' })
  account(@Root() entry: EntryRow, @Ctx() context: RequestContext): AccountRow | Promise<AccountRow> {
    return entry.account ?? context.loaders.now(this.accounts.byKey, entry.accountKey);
  }
}

@Resolver(() => Company)
export class CompanyTransactionsResolver {
  constructor(private readonly transactionsOf: Transactions) {}

  @Authorized('transactions:read')
  @FieldResolver(() => TransactionConnection, { description: 'Its transactions.' })
  transactions(
    @Root() company: CompanyRow,
    @Args(() => CompanyTransactionsArgs) args: CompanyTransactionsArgs,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<TransactionRow>> {
    return this.transactionsOf.list(company.key, args, { loaders: context.loaders, ahead: asksFor(info, 'entries') });
  }
}
