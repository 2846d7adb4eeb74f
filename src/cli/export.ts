import { Command, Option } from 'commander';
import { addCompanyOptions, apiOptions, requireCompany, type CompanyOptions } from './api-options';
import type { FormatName } from './books/formats';
import { exportBooks } from './export/export-books';
import { chosenFormat, formatOption } from './format-option';
import { progressOn } from './progress';
import type { Terminal } from './terminal';

interface Options extends CompanyOptions {
  readonly format?: FormatName;
  readonly output?: string;
}

const help = `
It writes the chart of accounts and every transaction that is posted when it
begins, in the order of the journal's numbers; drafts are no part of the books.
"open-ledger import" makes equal books of it in another company or on another
server. docs/formats.md describes the formats: json, csv, and hledger, which is
a journal for hledger and ledger.

Examples:
  $ export OPEN_LEDGER_CLIENT_ID=… OPEN_LEDGER_CLIENT_SECRET=…
  $ npx open-ledger export --company-name "Harbor Lane Coffee LLC" --output books.csv
  $ npx open-ledger export --company-external-id sandbox --format hledger | hledger -f - balance

Exit codes: 0 exported, 1 failed or refused, 2 wrong usage.`;

const advice = {
  FORBIDDEN: ['Exporting needs the role AUDITOR or BOOKKEEPER in the company, or everywhere: ask an ADMIN for grantAccess.'],
};

/** `open-ledger export`: a company's books out of a running server, through its API. */
export function exportCommand(terminal: Terminal): Command {
  const command = new Command('export').description('Write the books of a company to a file or the standard output.');
  return addCompanyOptions(command, 'the books of this company')
    .addOption(new Option('--output <file>', 'file to write (default: the standard output)'))
    .addOption(formatOption())
    .addHelpText('after', help)
    .action(async ({ format: named, output, ...options }: Options) => {
      requireCompany(command, options);
      const format = output === undefined ? (named ?? 'json') : chosenFormat(command, named, output);
      const request = { ...options, format, output };
      const summary = await exportBooks(request, apiOptions(options, advice), terminal.output, progressOn(terminal));
      const { company, accounts, transactions } = summary;
      // On stderr: the books may be on stdout.
      terminal.err(`Exported ${accounts} accounts and ${transactions} transactions of ${company.legalName} (${company.id}).`);
    });
}
