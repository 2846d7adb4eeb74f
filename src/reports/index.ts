import type { Companies } from '../companies';
import type { Ledger } from '../ledger';
import type { Clock } from '../shared/clock';
import { GeneralLedgerResolver } from './general-ledger.resolver';
import { Reports } from './reports';
import { StatementResolver } from './statement.resolver';

export interface ReportsFeature {
  readonly reports: Reports;
  readonly resolvers: readonly object[];
}

export const reportResolvers = [StatementResolver, GeneralLedgerResolver] as const;

export function createReports(parts: { companies: Companies; ledger: Ledger; clock: Clock }): ReportsFeature {
  const { companies, clock } = parts;
  const { accounts, movements, lines, transactions } = parts.ledger;
  const reports = new Reports({ companies, accounts, movements, lines, transactions, clock });
  return { reports, resolvers: [new StatementResolver(reports), new GeneralLedgerResolver(reports, transactions)] };
}
