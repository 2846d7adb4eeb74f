import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { callerOf, type RequestContext } from '../../auth';
import { Developer, type Developers } from '../../developers';
import type { Connection } from '../../shared/pagination';
import { seesAll, type Anomalies } from './anomalies';
import type { AnomalyRow } from './anomaly.repository';
import { AcknowledgeAnomalyInput, AcknowledgeAnomalyPayload, AnomaliesArgs, Anomaly, AnomalyConnection } from './anomaly.types';

@Resolver(() => Anomaly)
export class AnomalyResolver {
  constructor(
    private readonly anomaliesFound: Anomalies,
    private readonly developers: Developers,
  ) {}

  @Authorized('usage:read')
  @Query(() => AnomalyConnection, {
    description:
      'What was out of the ordinary, the newest first: of the caller itself or, for holders of developers:read too, of everyone.',
  })
  anomalies(@Ctx() context: RequestContext, @Args(() => AnomaliesArgs) args: AnomaliesArgs): Promise<Connection<AnomalyRow>> {
    return this.anomaliesFound.list(callerOf(context), args.filter ?? {}, args);
  }

  @Authorized('developers:write')
  @Mutation(() => AcknowledgeAnomalyPayload, {
    description: 'Notes that somebody has looked at an anomaly. One that is acknowledged stays as it is.',
  })
  async acknowledgeAnomaly(
    @Ctx() context: RequestContext,
    @Arg('input', () => AcknowledgeAnomalyInput, { description: 'The anomaly, and what it turned out to be.' })
    input: AcknowledgeAnomalyInput,
  ): Promise<AcknowledgeAnomalyPayload> {
    return { anomaly: await this.anomaliesFound.acknowledge(callerOf(context), input) };
  }

  @FieldResolver(() => Developer, {
    nullable: true,
    description: 'Whom it is about; null where nobody knows, and where the caller cannot see the account.',
  })
  developer(@Root() { developerKey }: AnomalyRow, @Ctx() context: RequestContext): Promise<Developer> | null {
    return this.visibleDeveloper(developerKey, context);
  }

  @FieldResolver(() => ID, { nullable: true, description: 'UUID of the credentials that it is about.' })
  async credentialId(@Root() { developerKey, credentialKey }: AnomalyRow, @Ctx() context: RequestContext): Promise<string | null> {
    if (developerKey === null || credentialKey === null) return null;
    const credentials = await context.loaders.of(this.developers.credentialsOf).load(developerKey);
    return credentials.find(({ key }) => key === credentialKey)?.id ?? null;
  }

  @FieldResolver(() => Developer, {
    nullable: true,
    description: 'Who acknowledged it; null too for callers without developers:read.',
  })
  acknowledgedBy(@Root() { acknowledgedBy }: AnomalyRow, @Ctx() context: RequestContext): Promise<Developer> | null {
    return seesAll(callerOf(context)) ? this.visibleDeveloper(acknowledgedBy, context) : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What whoever acknowledged it wrote; null too for callers without developers:read.',
  })
  note(@Root() { note }: AnomalyRow, @Ctx() context: RequestContext): string | null {
    return seesAll(callerOf(context)) ? note : null;
  }

  private visibleDeveloper(key: number | null, context: RequestContext): Promise<Developer> | null {
    if (key === null || !this.developers.canSee(callerOf(context), key)) return null;
    return context.loaders.of(this.developers.byKey).load(key);
  }
}
