import { Field, InputType, ObjectType } from 'type-graphql';
import { QuotaInput } from './quota.types';
import { Role } from './role.types';

@InputType({ description: 'A role to make.' })
export class CreateRoleInput {
  @Field({ description: 'Name, up to 100 letters, digits, spaces and any of _ . : -; no two differ in case only.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is for, up to 500 characters.' })
  description?: string | null;

  @Field(() => [String], { description: 'What it is to let its holders do. You can give only what you hold everywhere.' })
  permissions: string[];

  @Field(() => QuotaInput, { nullable: true, description: 'Quota of each developer that holds it everywhere and has none of its own.' })
  quota?: QuotaInput | null;
}

@ObjectType({ description: 'The new role.' })
export class CreateRolePayload {
  @Field(() => Role, { description: 'The role.' })
  role: Role;
}

@InputType({ description: 'A change of a role. What is left out stays as it is.' })
export class UpdateRoleInput {
  @Field({ description: 'Name of the role, which stays.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is for, up to 500 characters; null: nothing is said.' })
  description?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'All that it is to let its holders do, in place of what it does now. You can give and take only what you hold everywhere.',
  })
  permissions?: string[] | null;

  @Field(() => QuotaInput, {
    nullable: true,
    description:
      'Quota of each developer that holds it everywhere and has none of its own; null: it sets none. Every role can be given one.',
  })
  quota?: QuotaInput | null;
}

@ObjectType({ description: 'The changed role.' })
export class UpdateRolePayload {
  @Field(() => Role, { description: 'The role.' })
  role: Role;
}

@InputType({ description: 'A role to delete.' })
export class DeleteRoleInput {
  @Field({ description: 'Name of the role, which nobody may hold any more.' })
  name: string;
}

@ObjectType({ description: 'The deleted role.' })
export class DeleteRolePayload {
  @Field({ description: 'Its name, which can be used again.' })
  name: string;
}
