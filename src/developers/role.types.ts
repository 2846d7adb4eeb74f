import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A named set of permissions.' })
export class Role {
  @Field({ description: 'Name, by which it is given to developers.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description: string | null;

  @Field(() => [String], { description: 'What it lets its holders do.' })
  permissions: readonly string[];

  @Field({ description: 'Whether it came with the server. ADMIN, DEVELOPER and AUDITOR cannot be changed.' })
  builtIn: boolean;
}
