import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateScalar, JSONObjectScalar } from '../../shared/scalars';
import { EntryInput } from './transaction-input.types';
import { Transaction } from './transaction.types';

const keyDescription =
  'Up to 200 characters. A repeat with the same key and the same content returns the first result; with other content it is refused.';
const replayedDescription = 'True where an idempotency key brought back an earlier result.';

@InputType({ description: 'What to change of a transaction; what is left out stays as it is.' })
export class UpdateTransactionInput {
  @Field(() => ID, { description: 'UUID of the transaction.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'What it is about, up to 500 characters.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Who it was with, up to 200 characters; null clears it.' })
  counterparty?: string | null;

  @Field(() => [String], { nullable: true, description: 'Up to 20 labels of up to 50 characters, in place of those that it has.' })
  tags?: string[] | null;

  @Field(() => JSONObjectScalar, {
    nullable: true,
    description: 'In place of what it has, up to 16,384 characters as JSON; null clears it.',
  })
  metadata?: object | null;

  @Field(() => DateScalar, { nullable: true, description: 'Accounting date. Can change only while PENDING.' })
  date?: number | null;

  @Field(() => [EntryInput], { nullable: true, description: 'Lines, in place of those that it has. Can change only while PENDING.' })
  entries?: EntryInput[] | null;
}

@ObjectType({ description: 'What updateTransaction did.' })
export class UpdateTransactionPayload {
  @Field(() => Transaction, { description: 'The transaction as it is now.' })
  transaction: Transaction;
}

@InputType({ description: 'A draft to post.' })
export class PostTransactionInput {
  @Field(() => ID, { description: 'UUID of the transaction.' })
  id: string;

  @Field(() => DateScalar, { nullable: true, description: 'Accounting date to post it with; default: the one that it has.' })
  date?: number | null;

  @Field(() => String, { nullable: true, description: keyDescription })
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'What postTransaction did.' })
export class PostTransactionPayload {
  @Field(() => Transaction, { description: 'The transaction as it is now.' })
  transaction: Transaction;

  @Field({ description: replayedDescription })
  replayed: boolean;
}

@InputType({ description: 'A draft to give up.' })
export class VoidTransactionInput {
  @Field(() => ID, { description: 'UUID of the transaction.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'Why, up to 500 characters; kept with the transaction.' })
  reason?: string | null;

  @Field(() => String, { nullable: true, description: keyDescription })
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'What voidTransaction did.' })
export class VoidTransactionPayload {
  @Field(() => Transaction, { description: 'The transaction as it is now.' })
  transaction: Transaction;

  @Field({ description: replayedDescription })
  replayed: boolean;
}

@InputType({ description: 'A posted transaction to reverse. date defaults to today in UTC, and may not fall in closed books.' })
export class ReverseTransactionInput {
  @Field(() => ID, { description: 'UUID of the transaction.' })
  id: string;

  @Field(() => DateScalar, { nullable: true, description: 'Accounting date of the reversal; default: today in UTC.' })
  date?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the reversal is about, up to 500 characters; default: the number and description of what it reverses.',
  })
  description?: string | null;

  @Field(() => String, { nullable: true, description: keyDescription })
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'What reverseTransaction did.' })
export class ReverseTransactionPayload {
  @Field(() => Transaction, { description: 'The reversal.' })
  transaction: Transaction;

  @Field(() => Transaction, { description: 'What it reverses.' })
  reversed: Transaction;

  @Field({ description: replayedDescription })
  replayed: boolean;
}
