import { Args, Authorized, Ctx, Query, Resolver } from 'type-graphql';
import { callerOf, type RequestContext } from '../auth';
import type { BalanceSheetReport } from './balance-sheet';
import type { CashFlowReport } from './cash-flow-statement';
import type { IncomeStatementReport } from './income-statement';
import type { Reports } from './reports';
import { BalanceSheetArgs, PeriodStatementArgs, TrialBalanceArgs } from './statement-arguments.types';
import { BalanceSheet, CashFlowStatement, IncomeStatement, TrialBalance } from './statement.types';
import type { TrialBalanceReport } from './trial-balance';

@Resolver()
export class StatementResolver {
  constructor(private readonly reports: Reports) {}

  @Authorized('reports:read')
  @Query(() => TrialBalance, { description: 'Every account with a balance at the end of a day.' })
  trialBalance(@Ctx() context: RequestContext, @Args(() => TrialBalanceArgs) args: TrialBalanceArgs): Promise<TrialBalanceReport> {
    return this.reports.trialBalance(callerOf(context), args);
  }

  @Authorized('reports:read')
  @Query(() => BalanceSheet, { description: 'What a company owns, owes and is left with at the end of a day.' })
  balanceSheet(@Ctx() context: RequestContext, @Args(() => BalanceSheetArgs) args: BalanceSheetArgs): Promise<BalanceSheetReport> {
    return this.reports.balanceSheet(callerOf(context), args);
  }

  @Authorized('reports:read')
  @Query(() => IncomeStatement, { description: 'What a company earned and spent from one day to another.' })
  incomeStatement(
    @Ctx() context: RequestContext,
    @Args(() => PeriodStatementArgs) args: PeriodStatementArgs,
  ): Promise<IncomeStatementReport> {
    return this.reports.incomeStatement(callerOf(context), args);
  }

  @Authorized('reports:read')
  @Query(() => CashFlowStatement, { description: 'Where the cash of a company came from and went to from one day to another.' })
  cashFlowStatement(@Ctx() context: RequestContext, @Args(() => PeriodStatementArgs) args: PeriodStatementArgs): Promise<CashFlowReport> {
    return this.reports.cashFlowStatement(callerOf(context), args);
  }
}
