import { Args, Authorized, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { callerOf, type RequestContext } from '../../auth';
import type { ReportOrder, UsageReports } from './usage-reports';
import { UsageArgs, UsageBucket, UsageFigures, UsageReport } from './usage.types';

@Resolver(() => UsageReport)
export class UsageResolver {
  constructor(private readonly reports: UsageReports) {}

  @Authorized('usage:read')
  @Query(() => UsageReport, {
    description: 'What was asked of this server: by the caller itself or, for holders of developers:read too, by everyone.',
  })
  usage(@Ctx() context: RequestContext, @Args(() => UsageArgs) args: UsageArgs): Promise<ReportOrder> {
    return this.reports.order(callerOf(context), args);
  }

  @FieldResolver(() => UsageFigures, { description: 'All of it together.' })
  totals(@Root() order: ReportOrder): Promise<UsageFigures> {
    return this.reports.totals(order);
  }

  @FieldResolver(() => [UsageBucket], {
    description: 'By interval and group, at most 10,000, in the order of time; only where something happened.',
  })
  series(@Root() order: ReportOrder): Promise<UsageBucket[]> {
    return this.reports.series(order);
  }
}
