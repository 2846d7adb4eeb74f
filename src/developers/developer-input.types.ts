import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../shared/scalars';
import { Developer } from './developer.types';
import { QuotaInput } from './quota.types';
import { OutsideSubjectInput } from './subject.types';

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

  @Field(() => [OutsideSubjectInput], {
    nullable: true,
    description: 'Whom outside issuers know as this developer, up to 20. Whoever comes with a token of theirs is the developer.',
  })
  subjects?: OutsideSubjectInput[] | null;

  @Field(() => QuotaInput, {
    nullable: true,
    description: 'Its own quota; where this is left out, that of its roles or of the server holds.',
  })
  quota?: QuotaInput | null;
}

@ObjectType({ description: 'The new developer account.' })
export class CreateDeveloperPayload {
  @Field(() => Developer, { description: 'The developer.' })
  developer: Developer;
}

@InputType({ description: 'A change of a developer account. What is left out stays as it is.' })
export class UpdateDeveloperInput {
  @Field(() => ID, { description: 'UUID of the developer.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'Name, up to 200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Address for messages; null: none.' })
  email?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'All roles to be held everywhere, in place of those held now. You can give only what you hold, and nothing to yourself.',
  })
  roles?: string[] | null;

  @Field(() => [OutsideSubjectInput], {
    nullable: true,
    description:
      'All whom outside issuers are to know as this developer, in place of those linked now. None is linked to a developer that holds more than you.',
  })
  subjects?: OutsideSubjectInput[] | null;

  @Field(() => QuotaInput, {
    nullable: true,
    description: 'Its own quota; null: that of its roles or of the server holds. Needs the permission developers:write.',
  })
  quota?: QuotaInput | null;
}

@ObjectType({ description: 'The changed developer account.' })
export class UpdateDeveloperPayload {
  @Field(() => Developer, { description: 'The developer.' })
  developer: Developer;
}

@InputType({ description: 'A developer to keep out.' })
export class SuspendDeveloperInput {
  @Field(() => ID, { description: 'UUID of the developer.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'Why, up to 500 characters: kept until the developer is reinstated.' })
  reason?: string | null;
}

@ObjectType({ description: 'The suspended developer.' })
export class SuspendDeveloperPayload {
  @Field(() => Developer, { description: 'The developer.' })
  developer: Developer;
}

@InputType({ description: 'A suspended developer to let in again.' })
export class ReinstateDeveloperInput {
  @Field(() => ID, { description: 'UUID of the developer.' })
  id: string;
}

@ObjectType({ description: 'The reinstated developer.' })
export class ReinstateDeveloperPayload {
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

@InputType({ description: 'Access to a company to take away.' })
export class RevokeAccessInput {
  @Field(() => ID, { description: 'UUID of the developer that loses access.' })
  developerId: string;

  @Field(() => ID, { description: 'UUID of the company.' })
  companyId: string;

  @Field(() => String, { nullable: true, description: 'The role to take away; left out: all that are held in the company.' })
  role?: string | null;
}

@ObjectType({ description: 'The developer with the access that is left.' })
export class RevokeAccessPayload {
  @Field(() => Developer, { description: 'The developer.' })
  developer: Developer;
}
