import { Authorized, Field, Int, InterfaceType, ObjectType } from 'type-graphql';
import { Company } from '../companies';
import { Account } from '../ledger';
import { Money } from '../shared/graphql-types';
import { CurrencyCodeScalar, DateScalar, DateTimeScalar, DecimalScalar } from '../shared/scalars';

@InterfaceType({ description: 'What every statement tells: whose it is, in which currency, and of which state of the books.' })
abstract class Statement {
  /** Internal key; not part of the API. */
  companyKey: number;

  @Authorized('companies:read')
  @Field(() => Company, { description: 'The company.' })
  company: Company;

  @Field(() => CurrencyCodeScalar, { description: 'The currency of the statement.' })
  currency: string;

  @Field(() => [CurrencyCodeScalar], { description: 'Currencies in which there are figures that this statement leaves out.' })
  otherCurrencies: string[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The moment whose knowledge it shows; null: all that was known when it was asked for.',
  })
  knownAt: number | null;

  @Field(() => Int, { description: 'Number of the last transaction that it takes into account; 0 where nothing was posted.' })
  journalNumber: number;
}

@ObjectType({ description: 'How a figure differs from the one that it is compared with.' })
export class ReportChange {
  @Field(() => Money, { description: 'The figure less the other one.' })
  amount: Money;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'The change in percent of the other figure, rounded to hundredths; null where that is zero.',
  })
  percent: string | null;
}

const changes = 'How each column differs from the one that ends next before it in time; null for the earliest.';

@ObjectType({ description: 'A line of a statement.' })
export class ReportLine {
  @Field(() => Account, { nullable: true, description: 'The account; null for a line that is no account’s.' })
  account: Account | null;

  @Field({ description: 'Name of the account, or what the line is.' })
  label: string;

  @Field(() => Int, { description: 'How many lines above it count it in: 0 for those that add up to the totals.' })
  depth: number;

  @Field(() => [Money], { description: 'One per column, sub-accounts included.' })
  amounts: Money[];

  @Field(() => [Money], { description: 'One per column, sub-accounts left out.' })
  ownAmounts: Money[];

  @Field(() => [ReportChange], { nullable: 'items', description: changes })
  changes: (ReportChange | null)[];
}

@ObjectType({ description: 'A section of a statement: its lines by code, each followed by its sub-accounts.' })
export class ReportSection {
  @Field(() => [ReportLine], { description: 'The lines. Accounts with nothing but zeros are left out unless includeZero asks for them.' })
  lines: ReportLine[];

  @Field(() => [Money], { description: 'Sum of the lines of depth 0, one per column.' })
  totals: Money[];

  @Field(() => [ReportChange], { nullable: 'items', description: changes })
  changes: (ReportChange | null)[];
}

@ObjectType({ description: 'The days of a column, both ends included.' })
export class ReportPeriod {
  @Field(() => DateScalar, { description: 'First day.' })
  from: number;

  @Field(() => DateScalar, { description: 'Last day.' })
  to: number;
}

@ObjectType({ description: 'The closing balance stands on one side; the other is zero.' })
export class TrialBalanceRow {
  @Field(() => Account, { description: 'The account.' })
  account: Account;

  @Field(() => Money, { description: 'Its balance where debits are more; else zero.' })
  debit: Money;

  @Field(() => Money, { description: 'Its balance where credits are more; else zero.' })
  credit: Money;
}

@ObjectType({
  implements: Statement,
  description: 'Every account with a balance at the end of a day, in one currency. The two totals are equal.',
})
export class TrialBalance extends Statement {
  @Field(() => DateScalar, { description: 'At the end of this day.' })
  asOf: number;

  @Field(() => [TrialBalanceRow], { description: 'One row for each account with a balance, by code. Sub-accounts stand by themselves.' })
  rows: TrialBalanceRow[];

  @Field(() => Money, { description: 'Sum of the debit column.' })
  totalDebit: Money;

  @Field(() => Money, { description: 'Sum of the credit column.' })
  totalCredit: Money;
}

@ObjectType({
  implements: Statement,
  description: 'What the company owns, owes and is left with at the end of a day, beside other days. Assets equal liabilities and equity.',
})
export class BalanceSheet extends Statement {
  @Field(() => [DateScalar], { description: 'At the end of these days: asOf, then compareTo in its order.' })
  columns: number[];

  @Field(() => ReportSection, { description: 'Assets; a debit balance is above zero.' })
  assets: ReportSection;

  @Field(() => ReportSection, { description: 'Liabilities; a credit balance is above zero.' })
  liabilities: ReportSection;

  @Field(() => ReportSection, {
    description:
      'Equity; a credit balance is above zero. Its last line is the earnings not yet closed to an equity account, which is no account’s.',
  })
  equity: ReportSection;

  @Field(() => [Money], { description: 'Sum of the totals of liabilities and equity, one per column; the totals of assets equal it.' })
  totalLiabilitiesAndEquity: Money[];

  @Field(() => [Money], { description: 'Of the undistributed earnings, those of the fiscal year of each column up to its day.' })
  earningsOfYear: Money[];

  @Field(() => [Money], { description: 'Of the undistributed earnings, those of fiscal years before.' })
  earningsOfEarlierYears: Money[];
}

@ObjectType({ implements: Statement, description: 'What the company earned and spent.' })
export class IncomeStatement extends Statement {
  @Field(() => [ReportPeriod], { description: 'The periods, one after the other without a gap.' })
  columns: ReportPeriod[];

  @Field(() => ReportSection, { description: 'Revenue; what was credited more than debited is above zero.' })
  revenue: ReportSection;

  @Field(() => ReportSection, { description: 'Expenses; what was debited more than credited is above zero.' })
  expenses: ReportSection;

  @Field(() => [Money], { description: 'Revenue less expenses, one per column.' })
  netIncome: Money[];

  @Field(() => [ReportChange], { nullable: 'items', description: `Of net income. ${changes}` })
  netIncomeChanges: (ReportChange | null)[];
}

@ObjectType({
  implements: Statement,
  description:
    'Where cash came from and went to, by the indirect method, from the subtypes of accounts. The totals of the sections add up to the net change of cash.',
})
export class CashFlowStatement extends Statement {
  @Field(() => [ReportPeriod], { description: 'The periods, one after the other without a gap.' })
  columns: ReportPeriod[];

  @Field(() => ReportSection, {
    description:
      'Net income, depreciation added back, what moved on current assets and liabilities, and in one line what moved on balance sheet accounts without a subtype.',
  })
  operating: ReportSection;

  @Field(() => ReportSection, { description: 'Fixed assets, investments and other assets.' })
  investing: ReportSection;

  @Field(() => ReportSection, { description: 'Long-term debts and equity.' })
  financing: ReportSection;

  @Field(() => [Money], { description: 'Balance of the accounts of the subtype CASH before the first day of each column.' })
  openingCash: Money[];

  @Field(() => [Money], { description: 'Closing less opening cash, one per column.' })
  netChange: Money[];

  @Field(() => [ReportChange], { nullable: 'items', description: `Of the net change. ${changes}` })
  netChangeChanges: (ReportChange | null)[];

  @Field(() => [Money], { description: 'Balance of the accounts of the subtype CASH at the end of the last day of each column.' })
  closingCash: Money[];
}
