import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../shared/scalars';

@ObjectType({ description: 'A role that a developer holds in one company.' })
export class AccessGrant {
  /** Internal keys; not part of the API. */
  developerKey: number;
  companyKey: number;

  @Field({ description: 'Name of the role.' })
  role: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the access ends; null: never.' })
  expiresAt: number | null;

  @Field(() => DateTimeScalar, { description: 'When it was first granted.' })
  createdAt: number;
}
