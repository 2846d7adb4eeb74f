import type { AccountRow } from '../ledger';
import type { LedgerDate } from '../shared/dates';
import { money, type MoneyValue } from '../shared/money';
import { anyAccount, balancesOf, Figures, headOf, type ReportSources, type StatementHead, type StatementRequest } from './figures';

export interface TrialBalanceReport extends StatementHead {
  readonly asOf: LedgerDate;
  readonly rows: readonly { readonly account: AccountRow; readonly debit: MoneyValue; readonly credit: MoneyValue }[];
  readonly totalDebit: MoneyValue;
  readonly totalCredit: MoneyValue;
}

/** The closing balance of every account that has one, by code; sub-accounts stand by themselves. */
export async function trialBalance(sources: ReportSources, request: StatementRequest, asOf: LedgerDate): Promise<TrialBalanceReport> {
  const { currency, includeZero } = request;
  const figures = await Figures.read(sources, request, [asOf]);
  const lines = figures
    .of(anyAccount, balancesOf)
    .map(({ account, units }) => ({ account, net: units[0]! }))
    .filter(({ net }) => includeZero || net !== 0n);
  const sumOf = (side: (net: bigint) => bigint) => lines.reduce((sum, { net }) => sum + side(net), 0n);
  return {
    ...headOf(request, figures.otherCurrencies(anyAccount, balancesOf)),
    asOf,
    rows: lines.map(({ account, net }) => ({ account, debit: money(debitOf(net), currency), credit: money(creditOf(net), currency) })),
    totalDebit: money(sumOf(debitOf), currency),
    totalCredit: money(sumOf(creditOf), currency),
  };
}

const debitOf = (net: bigint) => (net > 0n ? net : 0n);
const creditOf = (net: bigint) => (net < 0n ? -net : 0n);
