import { ArgsType, Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, Node, PageArgs } from '../shared/graphql-types';
import { DateTimeScalar } from '../shared/scalars';

export enum DeveloperStatus {
  ACTIVE = 'ACTIVE',
  SUSPENDED = 'SUSPENDED',
}
registerEnumType(DeveloperStatus, {
  name: 'DeveloperStatus',
  description: 'Whether a developer is let in.',
  valuesConfig: { ACTIVE: { description: 'Let in.' }, SUSPENDED: { description: 'Kept out: its credentials and tokens are refused.' } },
});

@ObjectType({ implements: Node, description: 'Someone, or some application, that calls this API.' })
export class Developer extends Node {
  /** Internal key; not part of the API. */
  key: number;

  @Field({ description: 'Name.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Address for messages.' })
  email: string | null;

  @Field(() => DeveloperStatus, { description: 'Whether it is let in.' })
  status: DeveloperStatus;

  @Field(() => String, { nullable: true, description: 'Why it is suspended; null where it is not, or nobody said.' })
  suspensionReason: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last let in with a token, to the minute; null: never.' })
  lastSeenAt: number | null;

  @Field(() => DateTimeScalar, { description: 'When the account was made.' })
  createdAt: number;

  @Field(() => DateTimeScalar, { description: 'When the account was last changed.' })
  updatedAt: number;
}

export const DeveloperConnection = connectionOf(() => Developer, 'Developer');

@InputType({ description: 'Which developers to list; all conditions must hold.' })
export class DeveloperFilter {
  @Field(() => DeveloperStatus, { nullable: true, description: 'In this state.' })
  status?: DeveloperStatus | null;

  @Field(() => String, { nullable: true, description: 'Holding this role everywhere.' })
  role?: string | null;

  @Field(() => String, { nullable: true, description: 'With this text in the name or the email address.' })
  search?: string | null;
}

@ArgsType()
export class DevelopersArgs extends PageArgs {
  @Field(() => DeveloperFilter, { nullable: true, description: 'Which developers to list.' })
  filter?: DeveloperFilter | null;
}
