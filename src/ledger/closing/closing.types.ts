import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Company } from '../../companies';
import { DateScalar } from '../../shared/scalars';

@InputType({ description: 'Books to close.' })
export class CloseBooksInput {
  @Field(() => ID, { description: 'The company.' })
  companyId: string;

  @Field(() => DateScalar, { description: 'The last day of the period: nothing dated on or before it is posted any more.' })
  through: number;
}

@ObjectType({ description: 'What closeBooks did.' })
export class CloseBooksPayload {
  @Field(() => Company, { description: 'The company, with the day through which its books are closed.' })
  company: Company;
}

@InputType({ description: 'Books to reopen.' })
export class ReopenBooksInput {
  @Field(() => ID, { description: 'The company.' })
  companyId: string;

  @Field(() => DateScalar, { nullable: true, description: 'Through which day they stay closed; default: none, they are wholly open.' })
  through?: number | null;

  @Field({ description: 'Why, up to 500 characters; kept for ever.' })
  reason: string;
}

@ObjectType({ description: 'What reopenBooks did.' })
export class ReopenBooksPayload {
  @Field(() => Company, { description: 'The company, with the day through which its books are still closed.' })
  company: Company;
}
