import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, Money, Node, PageArgs } from '../../shared/graphql-types';
import { DateScalar, DateTimeScalar, DecimalScalar, JSONObjectScalar } from '../../shared/scalars';
import { EntryDirection } from '../accounts/account-types';

export enum TransactionStatus {
  PENDING = 'PENDING',
  POSTED = 'POSTED',
  VOIDED = 'VOIDED',
}
registerEnumType(TransactionStatus, {
  name: 'TransactionStatus',
  description: 'PENDING may still change, be posted or be voided. POSTED never changes: it can only be reversed.',
  valuesConfig: {
    PENDING: { description: 'A draft: in no balance, without a number.' },
    POSTED: { description: 'In the books for ever.' },
    VOIDED: { description: 'A draft that was given up.' },
  },
});

@ObjectType({ description: 'One line of a transaction.' })
export class Entry {
  @Field(() => ID, { description: 'UUID, made from that of its transaction.' })
  id: string;

  /** Internal keys and the signed amount in minor units; not part of the API. */
  accountKey: number;
  units: number;
  currency: string;

  @Field(() => EntryDirection, { description: 'The side.' })
  direction: EntryDirection;

  @Field(() => Money, { description: 'Always positive; direction tells the side.' })
  amount: Money;

  @Field(() => String, { nullable: true, description: 'What this line is about.' })
  memo: string | null;
}

@ObjectType({ implements: Node, description: 'A transaction in the journal of a company.' })
export class Transaction extends Node {
  /** Internal keys; not part of the API. */
  key: number;
  companyKey: number;
  reversesKey: number | null;

  @Field(() => Int, { nullable: true, description: 'Gapless journal number within the company, given when the transaction is posted.' })
  number: number | null;

  @Field(() => DateScalar, { description: 'Accounting date.' })
  date: number;

  @Field(() => TransactionStatus, { description: 'Where it stands in its life.' })
  status: TransactionStatus;

  @Field({ description: 'What it is about.' })
  description: string;

  @Field(() => String, { nullable: true, description: 'Who it was with.' })
  counterparty: string | null;

  @Field(() => String, { nullable: true, description: 'Your own id for it; unique in the company.' })
  externalId: string | null;

  @Field(() => [String], { description: 'Labels.' })
  tags: string[];

  @Field(() => JSONObjectScalar, { nullable: true, description: 'Whatever you want to keep with it.' })
  metadata: object | null;

  @Field(() => DateTimeScalar, { description: 'When it was written here.' })
  createdAt: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was posted: from then on it counts.' })
  postedAt: number | null;

  @Field(() => String, {
    nullable: true,
    description: "SHA-256, in hex, over this transaction and the hash of the one before it in the company's journal. Null until posted.",
  })
  hash: string | null;
}

export const TransactionConnection = connectionOf(() => Transaction, 'Transaction');

export enum TransactionOrderField {
  DATE = 'DATE',
  NUMBER = 'NUMBER',
  CREATED_AT = 'CREATED_AT',
}
registerEnumType(TransactionOrderField, {
  name: 'TransactionOrderField',
  description: 'What to order transactions by.',
  valuesConfig: {
    DATE: { description: 'Accounting date, then the order of writing.' },
    NUMBER: { description: 'Journal number; lists posted transactions only, since drafts have none.' },
    CREATED_AT: { description: 'The order of writing.' },
  },
});

export enum OrderDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}
registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Which end comes first.',
  valuesConfig: { ASC: { description: 'Smallest or earliest first.' }, DESC: { description: 'Largest or latest first.' } },
});

@InputType({ description: 'An order of transactions.' })
export class TransactionOrder {
  @Field(() => TransactionOrderField, { description: 'What to order by.' })
  field: TransactionOrderField;

  @Field(() => OrderDirection, { description: 'Which end comes first.' })
  direction: OrderDirection;
}

@InputType({ description: 'Which transactions to list; all conditions must hold.' })
export class TransactionFilter {
  @Field(() => [TransactionStatus], { nullable: true, description: 'In one of these statuses.' })
  status?: TransactionStatus[] | null;

  @Field(() => DateScalar, { nullable: true, description: 'Dated on or after this day.' })
  dateFrom?: number | null;

  @Field(() => DateScalar, { nullable: true, description: 'Dated on or before this day.' })
  dateTo?: number | null;

  @Field(() => ID, { nullable: true, description: 'With an entry on this account.' })
  accountId?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'With an entry of at least this amount, whatever its currency.' })
  amountMin?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'With an entry of at most this amount, whatever its currency.' })
  amountMax?: string | null;

  @Field(() => String, { nullable: true, description: 'Words of the counterparty, as in search.' })
  counterparty?: string | null;

  @Field(() => String, { nullable: true, description: 'With this external id.' })
  externalId?: string | null;

  @Field(() => String, { nullable: true, description: 'With this tag.' })
  tag?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Words in description, counterparty or memo, in any order: each begins a word there, whatever the case and the accents. Signs only part words.',
  })
  search?: string | null;
}

@ArgsType()
export class CompanyTransactionsArgs extends PageArgs {
  @Field(() => TransactionFilter, { nullable: true, description: 'Which transactions to list.' })
  filter?: TransactionFilter | null;

  @Field(() => TransactionOrder, { nullable: true, description: 'In which order; default: latest date first.' })
  orderBy?: TransactionOrder | null;
}

@ArgsType()
export class TransactionsArgs extends CompanyTransactionsArgs {
  @Field(() => ID, { description: 'UUID of the company.' })
  companyId: string;
}
