import type { GraphQLResolveInfo } from 'graphql';
import { Args, Authorized, Ctx, Info, Query, Resolver } from 'type-graphql';
import { callerOf, type RequestContext } from '../auth';
import type { Transactions } from '../ledger';
import { asksFor } from '../shared/asks-for';
import type { GeneralLedgerPage } from './general-ledger';
import { GeneralLedgerArgs, GeneralLedgerConnection } from './general-ledger.types';
import type { Reports } from './reports';

@Resolver()
export class GeneralLedgerResolver {
  constructor(
    private readonly reports: Reports,
    private readonly transactions: Transactions,
  ) {}

  @Authorized('reports:read')
  @Query(() => GeneralLedgerConnection, { description: 'The posted lines of an account from one day to another, with running balances.' })
  async generalLedger(
    @Ctx() context: RequestContext,
    @Args(() => GeneralLedgerArgs) args: GeneralLedgerArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<GeneralLedgerPage> {
    const page = await this.reports.generalLedger(callerOf(context), args, context.loaders);
    if (asksFor(info, 'entries'))
      await this.transactions.readEntries(
        page.nodes.map(({ transaction }) => transaction),
        context.loaders,
      );
    return page;
  }
}
