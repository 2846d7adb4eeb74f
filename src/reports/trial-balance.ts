import type { CompanyRow } from '../companies';
import type { Accounts, Balances } from '../ledger';
import type { LedgerDate } from '../shared/dates';
import { money } from '../shared/money';
import type { RequestLoaders } from '../shared/loaders';
import type { TrialBalance } from './report.types';

/**
 * Every account whose closing balance in the currency is not zero. Only posted entries count; the figures come from kept balances,
 * so the cost follows the chart, not the number of transactions.
 */
export async function trialBalance(
  { accounts, balances, loaders }: { accounts: Accounts; balances: Balances; loaders: RequestLoaders },
  company: CompanyRow,
  asOf: LedgerDate,
  currency: string,
): Promise<TrialBalance> {
  const open = (await balances.ofCompany(company.key, asOf)).filter((balance) => balance.net !== 0n);
  const own = open.filter((balance) => balance.currency === currency);
  const rows = await loaders.ahead(
    accounts.byKey,
    own.map((balance) => balance.accountKey),
  );
  const lines = own.map(({ net }, index) => ({ account: rows[index]!, net }));
  lines.sort((a, b) => (a.account.code < b.account.code ? -1 : 1));
  const sumOf = (side: (net: bigint) => bigint) => lines.reduce((sum, { net }) => sum + side(net), 0n);
  return {
    companyKey: company.key,
    company,
    asOf,
    currency,
    otherCurrencies: [...new Set(open.map((balance) => balance.currency))].filter((other) => other !== currency).sort(),
    rows: lines.map(({ account, net }) => ({ account, debit: money(debitOf(net), currency), credit: money(creditOf(net), currency) })),
    totalDebit: money(sumOf(debitOf), currency),
    totalCredit: money(sumOf(creditOf), currency),
  };
}

const debitOf = (net: bigint) => (net > 0n ? net : 0n);
const creditOf = (net: bigint) => (net < 0n ? -net : 0n);
