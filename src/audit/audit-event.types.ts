import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, Node, PageArgs } from '../shared/graphql-types';
import { DateTimeScalar, JSONObjectScalar } from '../shared/scalars';

export enum AuditOutcome {
  ALLOWED = 'ALLOWED',
  DENIED = 'DENIED',
  FAILED = 'FAILED',
}
registerEnumType(AuditOutcome, {
  name: 'AuditOutcome',
  description: 'What became of an action.',
  valuesConfig: {
    ALLOWED: { description: 'It was done.' },
    DENIED: { description: 'The caller may not, or cannot see what it is about.' },
    FAILED: { description: 'A mutation that the caller may run, refused for another reason.' },
  },
});

@ObjectType({ implements: Node, description: 'Something that somebody did, or was refused: a link of a chain that never changes.' })
export class AuditEvent extends Node {
  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  at: number;

  @Field(() => ID, { nullable: true, description: 'UUID of the developer who did it; null where the caller had no account here.' })
  developerId: string | null;

  @Field(() => ID, { nullable: true, description: 'UUID of the credential that its token was got with.' })
  credentialId: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Subject of the token, where the caller has no developer account here; operator for the command line and the settings, server for what it does by itself.',
  })
  subject: string | null;

  @Field({ description: 'Name of the mutation, or of the root field that was refused; of an object that was not shown, its type.' })
  action: string;

  @Field(() => AuditOutcome, { description: 'What became of it.' })
  outcome: AuditOutcome;

  @Field(() => ID, { nullable: true, description: 'UUID of the company that it is about.' })
  companyId: string | null;

  @Field(() => ID, { nullable: true, description: 'UUID of the object that it is about.' })
  objectId: string | null;

  @Field({ description: 'Id of the request, as the answer and the log have it.' })
  requestId: string;

  @Field(() => String, { nullable: true, description: 'Address of the caller: IPv4 whole, of IPv6 the /64.' })
  ip: string | null;

  @Field(() => JSONObjectScalar, {
    nullable: true,
    description: 'What changed, in before and after; of a refusal the code, the path and the permissions asked for. Never a secret.',
  })
  detail: object | null;

  @Field(() => Int, { description: 'Its number in the chain of its company, or of the instance, without gaps.' })
  number: number;

  @Field({ description: 'SHA-256, in hex, over this event and the hash of the one before it in its chain.' })
  hash: string;
}

export const AuditEventConnection = connectionOf(() => AuditEvent, 'AuditEvent');

@InputType({ description: 'Which audit events to list; all conditions must hold.' })
export class AuditEventFilter {
  @Field(() => ID, { nullable: true, description: 'Done or tried by this developer.' })
  developerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'About this company, or anything in it.' })
  companyId?: string | null;

  @Field(() => String, { nullable: true, description: 'With this action, such as createTransaction or token.' })
  action?: string | null;

  @Field(() => AuditOutcome, { nullable: true, description: 'With this outcome.' })
  outcome?: AuditOutcome | null;

  @Field(() => ID, {
    nullable: true,
    description: 'About this object; of a transaction also the event that made it, alone or with others.',
  })
  objectId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'At this instant or later.' })
  from?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Before this instant.' })
  to?: number | null;
}

@ArgsType()
export class AuditEventsArgs extends PageArgs {
  @Field(() => AuditEventFilter, { nullable: true, description: 'Which events to list.' })
  filter?: AuditEventFilter | null;
}
