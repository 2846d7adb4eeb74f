import type { GraphQLResolveInfo } from 'graphql';
import { Args, Authorized, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { callerOf, type RequestContext } from '../auth';
import { TransactionConnection, type TransactionRow } from '../ledger';
import { asksFor } from '../shared/asks-for';
import { PageArgs } from '../shared/graphql-types';
import type { Connection } from '../shared/pagination';
import type { Reports } from './reports';
import type { StatementChanges as Changes } from './statement-changes';
import { StatementChanges, StatementChangesArgs } from './statement-changes.types';

@Resolver(() => StatementChanges)
export class StatementChangesResolver {
  constructor(private readonly reports: Reports) {}

  @Authorized('reports:read')
  @Query(() => StatementChanges, { description: 'What changed in a statement since it was known at a moment, such as when it was filed.' })
  statementChanges(@Ctx() context: RequestContext, @Args(() => StatementChangesArgs) args: StatementChangesArgs): Promise<Changes> {
    return this.reports.statementChanges(callerOf(context), args);
  }

  @Authorized('transactions:read')
  @FieldResolver(() => TransactionConnection, {
    description:
      'Transactions dated within the statement that were posted since, in the order of posting, with a line in its currency. Their lines make exactly the difference.',
  })
  transactions(
    @Root() changes: Changes,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<TransactionRow>> {
    return changes.transactions(args, asksFor(info, 'entries') ? context.loaders : undefined);
  }
}
