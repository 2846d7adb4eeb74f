import { Command, InvalidArgumentError, Option } from 'commander';
import { systemClock } from '../shared/clock';
import { dateAt, formatDate, parseDate } from '../shared/dates';
import { addCompanyOptions, apiOptions, requireCompany, type CompanyOptions } from './api-options';
import { fetchReport, type ReportQuery } from './report/fetch-report';
import type { Terminal } from './terminal';

interface Options extends CompanyOptions, ReportQuery {
  readonly csv?: true;
  readonly output?: string;
}

interface Statement {
  readonly title: string;
  /** What moved from a first to a last day: this fiscal year where nobody says which. */
  readonly ofPeriod?: true;
  readonly options: () => readonly Option[];
}

/** The options of each statement besides those that all have; what changed in one is told as one more. */
const statements: Readonly<Record<string, Statement>> = {
  'trial-balance': { title: 'Trial balance', options: () => [asOf(), includeZero(), knownAt()] },
  'balance-sheet': { title: 'Balance sheet', options: () => [asOf(), compareTo(), includeZero(), knownAt()] },
  'income-statement': { title: 'Income statement', ofPeriod: true, options: () => [from(), to(), interval(), includeZero(), knownAt()] },
  'cash-flow': { title: 'Cash flow statement', ofPeriod: true, options: () => [from(), to(), interval(), includeZero(), knownAt()] },
  'general-ledger': { title: 'General ledger', ofPeriod: true, options: () => [account(), from(), to(), knownAt()] },
  changes: { title: 'Changes in the books', options: () => [knownAt().makeOptionMandatory(), start(), to()] },
};

const today = () => formatDate(dateAt(systemClock.now()));
const asOf = () => new Option('--as-of <date>', 'at the end of this day').default(today(), 'today').argParser(date);
const from = () => new Option('--from <date>', 'first day (default: that of the fiscal year of the last day)').argParser(date);
const start = () => new Option('--from <date>', 'first day (default: none, for a statement of balances)').argParser(date);
const to = () => new Option('--to <date>', 'last day').default(today(), 'today').argParser(date);
const compareTo = () => new Option('--compare-to <dates>', 'days to stand beside it, with commas between them').argParser(dates);
const interval = () => new Option('--interval <interval>', 'length of the columns').choices(['month', 'quarter', 'year']);
const includeZero = () => new Option('--include-zero', 'list accounts with nothing but zeros too');
const knownAt = () => new Option('--known-at <instant>', 'as it stood at this moment, such as 2026-01-31T09:30:00Z');
const account = () => new Option('--account <code>', 'code of the account').makeOptionMandatory();

const help = `
Examples:
  $ export OPEN_LEDGER_CLIENT_ID=… OPEN_LEDGER_CLIENT_SECRET=…
  $ npx open-ledger report balance-sheet --company-external-id sandbox
  $ npx open-ledger report income-statement --company-name "Harbor Lane Coffee LLC" \\
      --from 2026-01-01 --to 2026-12-31 --interval quarter
  $ npx open-ledger report general-ledger --account 1000 --csv --output bank.csv \\
      --company-external-id sandbox
  $ npx open-ledger report changes --known-at 2026-03-31T12:00:00Z --to 2025-12-31 \\
      --company-external-id sandbox

Exit codes: 0 printed, 1 failed or refused, 2 wrong usage.`;

const advice = {
  FORBIDDEN: ['Statements need the role AUDITOR or BOOKKEEPER in the company, or everywhere: ask an ADMIN for grantAccess.'],
};

/** `open-ledger report NAME`: a statement out of a running server, as a table or as CSV. */
export function reportCommand(terminal: Terminal): Command {
  const report = new Command('report').description('Print a statement of a company, or write it as CSV.').addHelpText('after', help);
  for (const [name, { title, ofPeriod, options }] of Object.entries(statements)) {
    const command = addCompanyOptions(new Command(name).description(`${title}.`), 'whose statement it is');
    for (const option of options()) command.addOption(option);
    command
      .addOption(new Option('--currency <code>', 'ISO 4217 code (default: the base currency of the company)'))
      .addOption(new Option('--csv', 'write CSV in place of a table'))
      .addOption(new Option('--output <file>', 'file to write (default: the standard output)'))
      .action(async ({ csv, output, ...rest }: Options) => {
        requireCompany(command, rest);
        const request = { ...rest, name, title, ofPeriod, csv: csv ?? false, output };
        await fetchReport(request, apiOptions(rest, advice), terminal.output);
      });
    report.addCommand(command);
  }
  return report;
}

function date(value: string): string {
  if (parseDate(value) === undefined) throw new InvalidArgumentError('It must be a calendar date such as 2026-01-31.');
  return value;
}

function dates(value: string): string {
  return value
    .split(',')
    .map((part) => date(part.trim()))
    .join(',');
}
