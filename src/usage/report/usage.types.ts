import { ArgsType, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar } from '../../shared/scalars';

export enum UsageInterval {
  MINUTE = 'MINUTE',
  HOUR = 'HOUR',
  DAY = 'DAY',
}
registerEnumType(UsageInterval, {
  name: 'UsageInterval',
  description: 'How long the intervals of a series are, in UTC.',
  valuesConfig: { MINUTE: { description: 'Minutes.' }, HOUR: { description: 'Hours.' }, DAY: { description: 'Days.' } },
});

export enum UsageDimension {
  DEVELOPER = 'DEVELOPER',
  CREDENTIAL = 'CREDENTIAL',
  OPERATION = 'OPERATION',
  FIELD = 'FIELD',
  STATUS = 'STATUS',
  IP = 'IP',
}
registerEnumType(UsageDimension, {
  name: 'UsageDimension',
  description: 'What usage is told apart by. OPERATION and IP reach back as far as single requests are kept, the others to the beginning.',
  valuesConfig: {
    DEVELOPER: { description: 'Who called.' },
    CREDENTIAL: { description: 'The client credentials that the token was issued to.' },
    OPERATION: { description: 'The name of the operation.' },
    FIELD: { description: 'The root field, counted each time that an operation asks for it.' },
    STATUS: { description: 'OK, or the code of an error.' },
    IP: { description: 'The network of the caller.' },
  },
});

@ObjectType({ description: 'What requests add up to. A figure that GraphQL has no integer for is told as 2147483647.' })
export class UsageFigures {
  @Field(() => Int, { description: 'Requests: operations, and requests for tokens. By FIELD: how often the field was asked for.' })
  requests: number;

  @Field(() => Int, { description: 'Those with an error.' })
  errors: number;

  @Field(() => Int, { description: 'Those that were refused as UNAUTHENTICATED or FORBIDDEN, or had a part that was.' })
  denied: number;

  @Field(() => Int, { description: 'Those that were refused as THROTTLED.' })
  throttled: number;

  @Field(() => Int, { description: 'Members of the lists that were answered.' })
  rows: number;

  @Field(() => Int, { description: 'Fields that were answered.' })
  cost: number;

  @Field(() => Float, { nullable: true, description: 'Milliseconds in which half of them were answered, within 5 %; null for none.' })
  latencyMsP50: number | null;

  @Field(() => Float, { nullable: true, description: 'Milliseconds in which 95 of 100 were answered, within 5 %; null for none.' })
  latencyMsP95: number | null;

  @Field(() => Float, { nullable: true, description: 'Milliseconds in which 99 of 100 were answered, within 5 %; null for none.' })
  latencyMsP99: number | null;
}

@ObjectType({
  description: 'What happened in one interval, in one group. Null stands for what is not grouped by, and for what there is none of.',
})
export class UsageBucket {
  /** Internal keys; not part of the API. */
  developerKey: number | null;
  credentialKey: number | null;

  @Field(() => DateTimeScalar, { description: 'When the interval begins; without intervals, when the report does.' })
  start: number;

  @Field(() => String, { nullable: true, description: 'The name of the operation.' })
  operation: string | null;

  @Field(() => String, { nullable: true, description: 'The root field; token, revoke and introspect for the OAuth endpoints.' })
  field: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'OK or the code of an error: of several, UNAUTHENTICATED, FORBIDDEN and THROTTLED before the first.',
  })
  status: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The network of the caller: the /24 of an IPv4 address, the /48 of an IPv6 address.',
  })
  ip: string | null;

  @Field(() => UsageFigures, { description: 'What it adds up to.' })
  figures: UsageFigures;
}

@ObjectType({ description: 'What was asked of this server, and how it went. It lags behind by a second at most.' })
export class UsageReport {
  @Field(() => DateTimeScalar, { description: 'Where the first interval begins; without intervals, the minute of what was asked for.' })
  from: number;

  @Field(() => DateTimeScalar, { description: 'Where the last interval ends; this instant is not in it.' })
  to: number;
}

@ArgsType()
export class UsageArgs {
  @Field(() => DateTimeScalar, { description: 'From this instant on.' })
  from: number;

  @Field(() => DateTimeScalar, { description: 'Up to this instant, which is not in the report.' })
  to: number;

  @Field(() => UsageInterval, {
    nullable: true,
    description: 'Cuts the series into intervals, at most 2,000; default: one as long as the report.',
  })
  interval?: UsageInterval | null;

  @Field(() => ID, { nullable: true, description: 'UUID of the developer to report on; default: all whose usage the caller sees.' })
  developerId?: string | null;

  @Field(() => [UsageDimension], { nullable: true, description: 'Tells these apart in the series.' })
  groupBy?: readonly UsageDimension[] | null;
}
