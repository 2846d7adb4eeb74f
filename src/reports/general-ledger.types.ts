import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { Account, Entry, Transaction } from '../ledger';
import { Money, PageArgs, PageInfo } from '../shared/graphql-types';
import { CurrencyCodeScalar, DateScalar, DateTimeScalar } from '../shared/scalars';

@ObjectType({ description: 'A posted line of an account.' })
export class GeneralLedgerLine {
  @Field(() => Transaction, { description: 'The transaction that the line is of.' })
  transaction: Transaction;

  @Field(() => Entry, { description: 'The line.' })
  entry: Entry;

  @Field(() => Money, { description: "Running balance after this line, on the account's normal side." })
  balance: Money;
}

@ObjectType({ description: 'A line of a general ledger, with its cursor.' })
export class GeneralLedgerEdge {
  @Field(() => GeneralLedgerLine, { description: 'The line.' })
  node: GeneralLedgerLine;

  @Field({ description: 'Opaque; good for this account, these days, this currency and this knownAt only.' })
  cursor: string;
}

@ObjectType({
  description:
    "A page of the posted lines of an account, by date and then in the order of writing. Balances are on the account's normal side.",
})
export class GeneralLedgerConnection {
  @Field(() => Account, { description: 'The account.' })
  account: Account;

  @Field(() => Money, {
    description: 'Balance before the first line of the page: with the lines of the page it makes the closing balance.',
  })
  openingBalance: Money;

  @Field(() => Money, { description: 'Balance after the last line of the page: the opening balance of the next one.' })
  closingBalance: Money;

  @Field(() => Money, { description: 'Balance before the first of the days that were asked for, whichever page this is.' })
  periodOpeningBalance: Money;

  @Field(() => Money, { description: 'Balance at the end of the last of the days that were asked for, whichever page this is.' })
  periodClosingBalance: Money;

  @Field(() => [CurrencyCodeScalar], { description: 'Other currencies in which something was posted to the account up to the last day.' })
  otherCurrencies: string[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The moment whose knowledge it shows; null: all that was known when it was asked for.',
  })
  knownAt: number | null;

  @Field(() => Int, { description: 'Number of the last transaction that it takes into account; 0 where nothing was posted.' })
  journalNumber: number;

  @Field(() => [GeneralLedgerEdge], { description: 'The lines with their cursors.' })
  edges: GeneralLedgerEdge[];

  @Field(() => [GeneralLedgerLine], { description: 'The lines.' })
  nodes: GeneralLedgerLine[];

  @Field(() => PageInfo, { description: 'Where the page lies.' })
  pageInfo: PageInfo;

  @Field(() => Int, { description: 'How many lines there are on all pages; counted only when asked for.' })
  totalCount: number;
}

@ArgsType()
export class GeneralLedgerArgs extends PageArgs {
  @Field(() => ID, { description: 'UUID of the company.' })
  companyId: string;

  @Field(() => ID, { description: 'UUID of the account; what is on its sub-accounts stands in their own ledgers.' })
  accountId: string;

  @Field(() => DateScalar, { description: 'First day.' })
  from: number;

  @Field(() => DateScalar, { description: 'Last day.' })
  to: number;

  @Field(() => CurrencyCodeScalar, { nullable: true, description: "ISO 4217 code; default: the company's base currency." })
  currency?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Only what was posted up to this moment counts: the ledger as it stood then. Default: all that is posted.',
  })
  knownAt?: number | null;
}
