import { Field, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../shared/scalars';

@ObjectType({ description: "The last link of a company's chain of postings." })
export class JournalHead {
  @Field(() => Int, { description: 'Journal number of the last posting.' })
  number: number;

  @Field({ description: 'SHA-256, in hex, over the last posting and the hash of the one before it, and so over all of them.' })
  hash: string;

  @Field(() => DateTimeScalar, { description: 'When the last posting was made.' })
  postedAt: number;
}
