import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CurrencyCodeScalar, DateScalar, DecimalScalar, JSONObjectScalar } from '../../shared/scalars';
import { EntryDirection } from '../accounts/account-types';
import { Transaction, TransactionStatus } from './transaction.types';

@InputType({ description: "accountId or accountCode, exactly one. currency defaults to the company's base currency." })
export class EntryInput {
  @Field(() => ID, { nullable: true, description: 'UUID of the account.' })
  accountId?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the account.' })
  accountCode?: string | null;

  @Field(() => EntryDirection, { description: 'The side.' })
  direction: EntryDirection;

  @Field(() => DecimalScalar, { description: 'Greater than zero, with no more digits than the currency has.' })
  amount: string;

  @Field(() => CurrencyCodeScalar, { nullable: true, description: "ISO 4217 code; default: the company's base currency." })
  currency?: string | null;

  @Field(() => String, { nullable: true, description: 'What this line is about, up to 500 characters.' })
  memo?: string | null;
}

@InputType({ description: 'A transaction to write.' })
export class TransactionInput {
  @Field(() => DateScalar, { description: 'Accounting date.' })
  date: number;

  @Field({ description: 'What it is about, up to 500 characters.' })
  description: string;

  @Field(() => [EntryInput], { description: 'Two to 500 lines, whose debits and credits are equal in every currency.' })
  entries: EntryInput[];

  @Field(() => TransactionStatus, { nullable: true, description: 'PENDING or POSTED; default POSTED.' })
  status?: TransactionStatus | null;

  @Field(() => String, { nullable: true, description: 'Who it was with, up to 200 characters.' })
  counterparty?: string | null;

  @Field(() => String, { nullable: true, description: 'Your own id for it, up to 100 characters; unique in the company.' })
  externalId?: string | null;

  @Field(() => [String], { nullable: true, description: 'Up to 20 labels of up to 50 characters.' })
  tags?: string[] | null;

  @Field(() => JSONObjectScalar, { nullable: true, description: 'Whatever you want to keep with it, up to 16,384 characters as JSON.' })
  metadata?: object | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Up to 200 characters. A repeat with the same key and the same content returns the first result; with other content it is refused.',
  })
  idempotencyKey?: string | null;
}

@InputType({ description: 'A transaction to write into the journal of a company.' })
export class CreateTransactionInput extends TransactionInput {
  @Field(() => ID, { description: 'The company.' })
  companyId: string;

  @Field(() => Boolean, { nullable: true, description: 'Check everything and return what would be written, writing nothing.' })
  dryRun?: boolean | null;
}

@ObjectType({ description: 'What createTransaction did.' })
export class CreateTransactionPayload {
  @Field(() => Transaction, { description: 'The transaction.' })
  transaction: Transaction;

  @Field({ description: 'True where an idempotency key brought back an earlier result.' })
  replayed: boolean;
}

export enum BatchFailureMode {
  ABORT = 'ABORT',
  CONTINUE = 'CONTINUE',
}
registerEnumType(BatchFailureMode, {
  name: 'BatchFailureMode',
  description: 'ABORT: all or none. CONTINUE: what is valid is written, the rest is reported.',
  valuesConfig: {
    ABORT: { description: 'All or none: one refusal refuses the whole batch.' },
    CONTINUE: { description: 'What is valid is written, the rest is reported.' },
  },
});

@InputType({ description: 'Transactions to write into the journal of a company, in one commit.' })
export class CreateTransactionsInput {
  @Field(() => ID, { description: 'The company.' })
  companyId: string;

  @Field(() => [TransactionInput], { description: 'Up to 1,000 transactions with 20,000 entries in all, written in this order.' })
  transactions: TransactionInput[];

  @Field(() => BatchFailureMode, { nullable: true, description: 'What a refusal does to the others; default ABORT.' })
  onFailure?: BatchFailureMode | null;

  @Field(() => Boolean, { nullable: true, description: 'Check everything and return what would be written, writing nothing.' })
  dryRun?: boolean | null;
}

@ObjectType('Violation', { description: 'One broken rule; path leads to the input that broke it.' })
export class ViolationType {
  @Field({ description: 'Which rule.' })
  code: string;

  @Field({ description: 'What is wrong, and what would be right.' })
  message: string;

  @Field(() => [String], { description: 'From the argument downwards.' })
  path: string[];
}

@ObjectType({ description: 'Why a transaction of a batch was refused.' })
export class TransactionError {
  @Field({ description: 'An error code.' })
  code: string;

  @Field({ description: 'A sentence for people.' })
  message: string;

  @Field(() => [ViolationType], { description: 'Every broken rule.' })
  violations: ViolationType[];
}

@ObjectType({ description: 'What became of one transaction of a batch.' })
export class TransactionResult {
  @Field(() => Int, { description: 'Its place in the batch, from 0.' })
  index: number;

  @Field(() => Transaction, { nullable: true, description: 'The transaction; null where it was refused.' })
  transaction: Transaction | null;

  @Field({ description: 'True where an idempotency key brought back an earlier result.' })
  replayed: boolean;

  @Field(() => TransactionError, { nullable: true, description: 'Why it was refused; null where it was not.' })
  error: TransactionError | null;
}

@ObjectType({ description: 'What createTransactions did.' })
export class CreateTransactionsPayload {
  @Field(() => [TransactionResult], { description: 'One result for each transaction, in the order of the batch.' })
  results: TransactionResult[];
}
