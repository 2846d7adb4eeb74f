import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../shared/scalars';

@ObjectType({ description: 'The caller, as its token shows it.' })
export class Viewer {
  @Field(() => [String], { description: 'Roles held everywhere.' })
  roles: readonly string[];

  @Field(() => [String], { description: 'What the token lets the caller do, everywhere or in some company.' })
  permissions: readonly string[];

  @Field(() => DateTimeScalar, { description: 'When the presented token expires.' })
  tokenExpiresAt: number;
}
