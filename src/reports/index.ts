import type { Companies } from '../companies';
import type { Ledger } from '../ledger';
import { ReportResolver } from './report.resolver';

export const reportResolvers = [ReportResolver] as const;

export function createReports({ companies, ledger }: { companies: Companies; ledger: Ledger }): { resolvers: readonly object[] } {
  return { resolvers: [new ReportResolver(companies, ledger.accounts, ledger.balances)] };
}
