import { Arg, Authorized, Ctx, ID, Query, Resolver } from 'type-graphql';
import { callerOf, type RequestContext } from '../auth';
import type { Companies } from '../companies';
import type { Accounts, Balances } from '../ledger';
import { AppError } from '../shared/errors';
import { exponentOf } from '../shared/money';
import { CurrencyCodeScalar, DateScalar } from '../shared/scalars';
import { TrialBalance } from './report.types';
import { trialBalance } from './trial-balance';

@Resolver()
export class ReportResolver {
  constructor(
    private readonly companies: Companies,
    private readonly accounts: Accounts,
    private readonly balances: Balances,
  ) {}

  @Authorized('reports:read')
  @Query(() => TrialBalance, { description: 'Every account with a balance at the end of a day.' })
  async trialBalance(
    @Ctx() context: RequestContext,
    @Arg('companyId', () => ID, { description: 'UUID of the company.' }) companyId: string,
    @Arg('asOf', () => DateScalar, { description: 'At the end of this day.' }) asOf: number,
    @Arg('currency', () => CurrencyCodeScalar, { nullable: true, description: "ISO 4217 code; default: the company's base currency." })
    currency?: string | null,
  ): Promise<TrialBalance> {
    const company = await this.companies.required(callerOf(context), companyId, 'reports:read', ['companyId']);
    const { accounts, balances } = this;
    return trialBalance({ accounts, balances, loaders: context.loaders }, company, asOf, statementCurrency(currency, company.baseCurrency));
  }
}

function statementCurrency(currency: string | null | undefined, base: string): string {
  if (!currency) return base;
  if (exponentOf(currency) !== undefined) return currency;
  const message = `ISO 4217 has no currency ${currency}.`;
  throw new AppError('BAD_USER_INPUT', message, { violations: [{ code: 'UNKNOWN_CURRENCY', message, path: ['currency'] }] });
}
