import { ArgsType, Field, ID, registerEnumType } from 'type-graphql';
import { CurrencyCodeScalar, DateScalar, DateTimeScalar } from '../shared/scalars';
import { ReportInterval } from './periods';

registerEnumType(ReportInterval, {
  name: 'ReportInterval',
  description: 'How long the columns of a statement are. They end where such periods end; the first and the last may be shorter.',
  valuesConfig: {
    MONTH: { description: 'Calendar months.' },
    QUARTER: { description: 'Quarters of the fiscal year.' },
    YEAR: { description: 'Fiscal years.' },
  },
});

@ArgsType()
class StatementArgs {
  @Field(() => ID, { description: 'UUID of the company.' })
  companyId: string;

  @Field(() => CurrencyCodeScalar, { nullable: true, description: "ISO 4217 code; default: the company's base currency." })
  currency?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether accounts with nothing but zeros are listed too; default false.' })
  includeZero?: boolean | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Only what was posted up to this moment counts: the statement as it stood then. Default: all that is posted.',
  })
  knownAt?: number | null;
}

@ArgsType()
export class TrialBalanceArgs extends StatementArgs {
  @Field(() => DateScalar, { description: 'At the end of this day.' })
  asOf: number;
}

@ArgsType()
export class BalanceSheetArgs extends TrialBalanceArgs {
  @Field(() => [DateScalar], { nullable: true, description: 'Days whose balances stand beside it in further columns; 60 columns at most.' })
  compareTo?: number[] | null;
}

@ArgsType()
export class PeriodStatementArgs extends StatementArgs {
  @Field(() => DateScalar, { description: 'First day.' })
  from: number;

  @Field(() => DateScalar, { description: 'Last day.' })
  to: number;

  @Field(() => ReportInterval, { nullable: true, description: 'Cuts the days into columns, 60 at most; default: one column.' })
  interval?: ReportInterval | null;
}
