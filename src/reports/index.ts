import type { Companies } from '../companies';
import type { Ledger } from '../ledger';
import type { Clock } from '../shared/clock';
import { reportFiles, type ReportFileSource } from './csv/report-files';
import { GeneralLedgerResolver } from './general-ledger.resolver';
import { Reports } from './reports';
import { StatementChangesResolver } from './statement-changes.resolver';
import { StatementResolver } from './statement.resolver';

export type { ReportFile, ReportFileSource } from './csv/report-files';

export interface ReportsFeature {
  readonly reports: Reports;
  readonly resolvers: readonly object[];
  /** The statements as files, by their names in addresses. */
  readonly files: Readonly<Record<string, ReportFileSource>>;
}

export const reportResolvers = [StatementResolver, GeneralLedgerResolver, StatementChangesResolver] as const;

export function createReports(parts: { companies: Companies; ledger: Ledger; clock: Clock }): ReportsFeature {
  const { companies, clock } = parts;
  const { accounts, movements, lines, transactions } = parts.ledger;
  const reports = new Reports({ companies, accounts, movements, lines, transactions, clock });
  return {
    reports,
    files: reportFiles(reports, clock),
    resolvers: [new StatementResolver(reports), new GeneralLedgerResolver(reports, transactions), new StatementChangesResolver(reports)],
  };
}
