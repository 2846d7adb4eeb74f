import { ArgsType, Authorized, Field, ID, Int, ObjectType } from 'type-graphql';
import { Company } from '../companies';
import { Account } from '../ledger';
import { Money } from '../shared/graphql-types';
import { CurrencyCodeScalar, DateScalar, DateTimeScalar } from '../shared/scalars';

@ObjectType({
  description: "What an account shows in a statement, as known then and as known now: on the account's normal side, sub-accounts left out.",
})
export class AccountChange {
  @Field(() => Account, { description: 'The account.' })
  account: Account;

  @Field(() => Money, { description: 'As known at the moment that was asked for.' })
  amountThen: Money;

  @Field(() => Money, { description: 'As known now.' })
  amountNow: Money;

  @Field(() => Money, { description: 'What it shows now less what it showed then.' })
  difference: Money;
}

@ObjectType({ description: 'How a statement differs from what it was at an earlier moment, and what makes the difference.' })
export class StatementChanges {
  /** Internal key; not part of the API. */
  companyKey: number;

  @Authorized('companies:read')
  @Field(() => Company, { description: 'The company.' })
  company: Company;

  @Field(() => CurrencyCodeScalar, { description: 'The currency of the statement.' })
  currency: string;

  @Field(() => [CurrencyCodeScalar], { description: 'Other currencies in which something changed.' })
  otherCurrencies: string[];

  @Field(() => DateScalar, { nullable: true, description: 'First day of the statement; null for one of balances.' })
  from: number | null;

  @Field(() => DateScalar, { description: 'Last day of the statement.' })
  to: number;

  @Field(() => DateTimeScalar, { description: 'The moment since which changes are told.' })
  knownAt: number;

  @Field(() => Int, { description: 'Number of the last transaction that was posted then; 0 where nothing was.' })
  journalNumberThen: number;

  @Field(() => Int, { description: 'Number of the last transaction that is taken into account now.' })
  journalNumber: number;

  @Field(() => [AccountChange], { description: 'The accounts that show another amount now, by code.' })
  accounts: AccountChange[];
}

@ArgsType()
export class StatementChangesArgs {
  @Field(() => ID, { description: 'UUID of the company.' })
  companyId: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day, for a statement of what moved. Left out: a statement of balances, such as a balance sheet.',
  })
  from?: number | null;

  @Field(() => DateScalar, { description: 'Last day; asOf of a statement of balances.' })
  to: number;

  @Field(() => DateTimeScalar, { description: 'The moment since which changes are told, such as that of filing.' })
  knownAt: number;

  @Field(() => CurrencyCodeScalar, { nullable: true, description: "ISO 4217 code; default: the company's base currency." })
  currency?: string | null;
}
