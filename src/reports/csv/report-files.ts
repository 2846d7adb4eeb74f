import type { Principal } from '../../auth';
import { AppError } from '../../shared/errors';
import type { Clock } from '../../shared/clock';
import type { Reports } from '../reports';
import { changesRows } from './changes-rows';
import { generalLedgerRows } from './general-ledger-rows';
import { readParameters } from './report-parameters';
import { balanceSheetRows, cashFlowRows, incomeStatementRows, trialBalanceRows, type Rows } from './statement-rows';

/** A statement as rows of cells, the first of which is the heading. What is long comes in parts. */
export type ReportFile = Rows | AsyncGenerator<Rows>;

export interface ReportFileSource {
  /** The field of GraphQL that tells the same. */
  readonly field: string;
  /** Makes it of the query of an address. @throws AppError BAD_USER_INPUT, NOT_FOUND, FORBIDDEN */
  readonly make: (caller: Principal, query: Readonly<Record<string, unknown>>) => Promise<ReportFile>;
}

const common = ['currency', 'knownAt'] as const;
const statement = [...common, 'includeZero'] as const;

/** The statements that can be had as files, by their names in addresses and on the command line. */
export function reportFiles(reports: Reports, clock: Clock): Readonly<Record<string, ReportFileSource>> {
  return {
    'trial-balance': {
      field: 'trialBalance',
      make: async (caller, query) =>
        trialBalanceRows(await reports.trialBalance(caller, readParameters(query, ['companyId', 'asOf'], statement))),
    },
    'balance-sheet': {
      field: 'balanceSheet',
      make: async (caller, query) =>
        balanceSheetRows(await reports.balanceSheet(caller, readParameters(query, ['companyId', 'asOf'], ['compareTo', ...statement]))),
    },
    'income-statement': {
      field: 'incomeStatement',
      make: async (caller, query) => incomeStatementRows(await reports.incomeStatement(caller, periodParameters(query))),
    },
    'cash-flow': {
      field: 'cashFlowStatement',
      make: async (caller, query) => cashFlowRows(await reports.cashFlowStatement(caller, periodParameters(query))),
    },
    changes: {
      field: 'statementChanges',
      async make(caller, query) {
        const changes = await reports.statementChanges(caller, readParameters(query, ['companyId', 'to', 'knownAt'], ['from', 'currency']));
        caller.require('transactions:read', changes.companyKey);
        return begun(changesRows(changes));
      },
    },
    'general-ledger': {
      field: 'generalLedger',
      async make(caller, query) {
        const args = readParameters(query, ['companyId', 'accountId', 'from', 'to'], common);
        // All pages are of one moment, so that a transaction posted meanwhile cannot part the balances.
        const knownAt = args.knownAt ?? clock.now();
        return begun(generalLedgerRows((first, after) => reports.generalLedger(caller, { ...args, knownAt, first, after })));
      },
    },
  };
}

const periodParameters = (query: Readonly<Record<string, unknown>>) =>
  readParameters(query, ['companyId', 'from', 'to'], ['interval', ...statement]);

/** Refusals come with the first part, and must not come when an answer has begun. */
async function begun(parts: AsyncGenerator<Rows>): Promise<AsyncGenerator<Rows>> {
  const first = await parts.next();
  if (first.done) throw new AppError('INTERNAL_SERVER_ERROR', 'A report has no parts.');
  return (async function* () {
    yield first.value;
    yield* parts;
  })();
}
