import { Args, Authorized, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { callerOf, type RequestContext } from '../auth';
import { Company, type Companies, type CompanyRow } from '../companies';
import { Developer, type Developers } from '../developers';
import type { Connection } from '../shared/pagination';
import type { AuditEventRow } from './audit-event.repository';
import { AuditEvent, AuditEventConnection, AuditEventsArgs } from './audit-event.types';
import type { AuditEvents } from './audit-events';

@Resolver(() => AuditEvent)
export class AuditEventResolver {
  constructor(
    private readonly events: AuditEvents,
    private readonly companies: Companies,
    private readonly developers: Developers,
  ) {}

  @Authorized('audit:read')
  @Query(() => AuditEventConnection, {
    description: 'Who did what, and what was refused, the newest first: everywhere, or in the companies in which audit:read is held.',
  })
  auditEvents(@Ctx() context: RequestContext, @Args(() => AuditEventsArgs) args: AuditEventsArgs): Promise<Connection<AuditEventRow>> {
    return this.events.list(callerOf(context), args.filter ?? {}, args);
  }

  @FieldResolver(() => Company, { nullable: true, description: 'The company that it is about; null too where the caller cannot see it.' })
  company(@Root() { companyKey }: AuditEventRow, @Ctx() context: RequestContext): Promise<CompanyRow> | null {
    if (companyKey === null || !callerOf(context).holds('companies:read', companyKey)) return null;
    return context.loaders.of(this.companies.byKey).load(companyKey);
  }

  @FieldResolver(() => Developer, { nullable: true, description: 'Who did it; null too where the caller cannot see the account.' })
  developer(@Root() { developerKey }: AuditEventRow, @Ctx() context: RequestContext): Promise<object> | null {
    if (developerKey === null || !this.developers.canSee(callerOf(context), developerKey)) return null;
    return context.loaders.of(this.developers.byKey).load(developerKey);
  }
}
