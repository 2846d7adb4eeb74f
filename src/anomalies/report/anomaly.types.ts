import { ArgsType, Field, Float, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, Node, PageArgs } from '../../shared/graphql-types';
import { DateTimeScalar, JSONObjectScalar } from '../../shared/scalars';

export enum AnomalySeverity {
  LOW = 'LOW',
  MEDIUM = 'MEDIUM',
  HIGH = 'HIGH',
}
registerEnumType(AnomalySeverity, {
  name: 'AnomalySeverity',
  description: 'How soon somebody should look.',
  valuesConfig: {
    LOW: { description: 'Worth knowing.' },
    MEDIUM: { description: 'To be looked at within the day.' },
    HIGH: { description: 'To be looked at now: it is what a break-in looks like.' },
  },
});

@ObjectType({ implements: Node, description: 'Something out of the ordinary in how the API is used.' })
export class Anomaly extends Node {
  @Field({ description: 'Which rule found it, such as TOKEN_FAILURES or VOLUME_SPIKE.' })
  kind: string;

  @Field(() => AnomalySeverity, { description: 'How soon somebody should look.' })
  severity: AnomalySeverity;

  @Field(() => DateTimeScalar, { description: 'When it was found, by the time of what happened.' })
  detectedAt: number;

  @Field(() => DateTimeScalar, { description: 'Where the time begins that it is about.' })
  windowFrom: number;

  @Field(() => DateTimeScalar, { description: 'And where that ends.' })
  windowTo: number;

  @Field(() => Float, { description: 'What was measured in that time.' })
  observed: number;

  @Field(() => Float, { nullable: true, description: 'What is usual, or still allowed; null where the rule knows no such figure.' })
  expected: number | null;

  @Field({ description: 'A sentence that says what happened.' })
  summary: string;

  @Field(() => JSONObjectScalar, { description: 'What it was found by; never secrets or tokens.' })
  evidence: object;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When somebody said that they have seen it; null where nobody has.' })
  acknowledgedAt: number | null;
}

export const AnomalyConnection = connectionOf(() => Anomaly, 'Anomaly');

@InputType({ description: 'Which anomalies; all that is given must hold.' })
export class AnomalyFilter {
  @Field(() => ID, { nullable: true, description: 'UUID of the developer that they are about.' })
  developerId?: string | null;

  @Field(() => String, { nullable: true, description: 'Which rule found them.' })
  kind?: string | null;

  @Field(() => AnomalySeverity, { nullable: true, description: 'Those of this severity.' })
  severity?: AnomalySeverity | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether somebody has acknowledged them.' })
  acknowledged?: boolean | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Found at this moment or later.' })
  from?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Found before this moment.' })
  to?: number | null;
}

@ArgsType()
export class AnomaliesArgs extends PageArgs {
  @Field(() => AnomalyFilter, { nullable: true, description: 'Which of them.' })
  filter?: AnomalyFilter | null;
}

@InputType({ description: 'An anomaly that somebody has looked at.' })
export class AcknowledgeAnomalyInput {
  @Field(() => ID, { description: 'UUID of the anomaly.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'What it turned out to be; at most 1,000 characters.' })
  note?: string | null;
}

@ObjectType({ description: 'The anomaly, acknowledged.' })
export class AcknowledgeAnomalyPayload {
  @Field(() => Anomaly, { description: 'The anomaly.' })
  anomaly: Anomaly;
}
