import { Authorized, Field, ObjectType } from 'type-graphql';
import { Company } from '../companies';
import { Account } from '../ledger';
import { Money } from '../shared/graphql-types';
import { CurrencyCodeScalar, DateScalar } from '../shared/scalars';

@ObjectType({ description: 'The closing balance stands on one side; the other is zero.' })
export class TrialBalanceRow {
  @Field(() => Account, { description: 'The account.' })
  account: Account;

  @Field(() => Money, { description: 'Its balance where debits are more; else zero.' })
  debit: Money;

  @Field(() => Money, { description: 'Its balance where credits are more; else zero.' })
  credit: Money;
}

@ObjectType({ description: 'Every account with a balance at the end of a day, in one currency. The two totals are equal.' })
export class TrialBalance {
  /** Internal key; not part of the API. */
  companyKey: number;

  @Authorized('companies:read')
  @Field(() => Company, { description: 'The company.' })
  company: Company;

  @Field(() => DateScalar, { description: 'At the end of this day.' })
  asOf: number;

  @Field(() => CurrencyCodeScalar, { description: 'The currency of the statement.' })
  currency: string;

  @Field(() => [CurrencyCodeScalar], { description: 'Currencies in which accounts have balances that this statement leaves out.' })
  otherCurrencies: string[];

  @Field(() => [TrialBalanceRow], { description: 'One row for each account with a balance, by code. Sub-accounts stand by themselves.' })
  rows: TrialBalanceRow[];

  @Field(() => Money, { description: 'Sum of the debit column.' })
  totalDebit: Money;

  @Field(() => Money, { description: 'Sum of the credit column.' })
  totalCredit: Money;
}
