import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
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

@InputType({ description: 'A developer account to make.' })
export class CreateDeveloperInput {
  @Field({ description: 'Name, up to 200 characters.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Address for messages.' })
  email?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Roles held everywhere; none where this is left out. You can give only what you hold.',
  })
  roles?: string[] | null;
}

@ObjectType({ description: 'The new developer account.' })
export class CreateDeveloperPayload {
  @Field(() => Developer, { description: 'The developer.' })
  developer: Developer;
}

@InputType({ description: 'Access to a company to give.' })
export class GrantAccessInput {
  @Field(() => ID, { description: 'UUID of the developer that gets access.' })
  developerId: string;

  @Field(() => ID, { description: 'UUID of the company.' })
  companyId: string;

  @Field({ description: 'Role to hold in the company. You can give only what you hold there.' })
  role: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the access ends; left out: never. Granting again replaces the end.' })
  expiresAt?: number | null;
}

@ObjectType({ description: 'The developer with its new access.' })
export class GrantAccessPayload {
  @Field(() => Developer, { description: 'The developer.' })
  developer: Developer;
}
