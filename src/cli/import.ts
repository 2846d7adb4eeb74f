import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { exponentOf } from '../shared/money';
import { addCompanyOptions, apiOptions, requireCompany, type CompanyOptions } from './api-options';
import { csvColumns } from './books/csv/columns';
import type { FormatName } from './books/formats';
import { chosenFormat, formatOption } from './format-option';
import { importBook, type ImportSummary } from './import/import-book';
import { progressOn } from './progress';
import type { Terminal } from './terminal';

interface Options extends CompanyOptions {
  readonly baseCurrency?: string;
  readonly batchSize: number;
  readonly format?: FormatName;
  readonly commodity?: ReadonlyMap<string, string>;
  readonly ignoreAssertions?: boolean;
}

const help = `
A company that is not there yet is made, and so are accounts that it lacks.
The whole file is checked first: of one with mistakes nothing is sent. The
import may be run again at any time, with the same file or a longer one: what
is posted is not posted twice. docs/formats.md describes the formats: json,

hledger  a journal of hledger or ledger. Types of accounts come from "type:" in
         their directives, or from English names as hledger has them. Costs,
         virtual postings, includes and whatever else the books cannot hold are
         refused, with all their lines; prices, periodic and automatic
         transactions are left out.

csv      UTF-8, with a heading of these columns in any order. A row without a
         transaction declares an account; every other is an entry. An
         apostrophe before =, +, - or @ is taken off, as export put it there.

${columnLines()}

Examples:
  $ export OPEN_LEDGER_CLIENT_ID=… OPEN_LEDGER_CLIENT_SECRET=…
  $ npx open-ledger import books.json --company-name "Harbor Lane Coffee"
  $ npx open-ledger import 2026.journal --company-name "Home" --commodity '$=CAD'

Exit codes: 0 imported, 1 failed or refused, 2 wrong usage.`;

const advice = {
  FORBIDDEN: ['Importing needs the role INTEGRATOR or ADMIN, or BOOKKEEPER access to the company: ask an ADMIN for grantAccess.'],
  NOT_FOUND: ['Check --company-id, and that the credential has access to the company.'],
  TOO_COMPLEX: ['Try a smaller --batch-size.'],
};

/** `open-ledger import FILE`: books into a running server, through its API. */
export function importCommand(terminal: Terminal): Command {
  const command = new Command('import')
    .description('Bring the accounts and transactions of a file into a running server, through its API.')
    .addArgument(new Argument('<file>', 'the books; - reads the standard input'))
    .addOption(formatOption());
  return addCompanyOptions(command, 'made where there is none')
    .addOption(
      new Option('--base-currency <code>', "ISO 4217 code for a new company (default: the file's, or its only currency)").argParser(
        currency,
      ),
    )
    .addOption(new Option('--batch-size <number>', 'transactions per request, 1 to 1000').default(200).argParser(batchSize))
    .addOption(
      new Option('--commodity <sign=code>', 'currency that a sign of a journal stands for; may be given several times').argParser(
        addCommodity,
      ),
    )
    .addOption(new Option('--ignore-assertions', "leave a journal's balance assertions out"))
    .addHelpText('after', help)
    .action(async (file: string, { format, commodity, ...options }: Options) => {
      requireCompany(command, options);
      const request = { ...options, file, commodities: commodity, format: chosenFormat(command, format, file) };
      const summary = await importBook(request, apiOptions(options, advice), progressOn(terminal));
      for (const note of summary.notes) terminal.err(note);
      terminal.out(summaryOf(summary));
    });
}

function summaryOf({ company, accounts, transactions }: ImportSummary): string {
  const archived = accounts.archived > 0 ? `, ${accounts.archived} archived` : '';
  return [
    `Company       ${company.legalName} (${company.id}), ${company.created ? 'made now' : 'was there'}`,
    `Accounts      ${accounts.created} made, ${accounts.found} were there${archived}`,
    `Transactions  ${transactions.posted} posted, ${transactions.replayed} were posted before`,
  ].join('\n');
}

function columnLines(): string {
  return Object.entries(csvColumns)
    .map(([column, meaning]) => `  ${column.padEnd(18)}  ${meaning}`)
    .join('\n');
}

function currency(value: string): string {
  if (exponentOf(value) === undefined) throw new InvalidArgumentError('It must be a code of ISO 4217, such as EUR.');
  return value;
}

function addCommodity(value: string, before: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const [, sign, code] = /^"?([^"=]+)"?=([A-Z]{3})$/.exec(value) ?? [];
  if (!sign || exponentOf(code!) === undefined)
    throw new InvalidArgumentError('It must be a sign, = and a code of ISO 4217, such as $=CAD.');
  return new Map([...before, [sign, code!]]);
}

function batchSize(value: string): number {
  const size = Number(value);
  if (!Number.isInteger(size) || size < 1 || size > 1000) throw new InvalidArgumentError('It must be a whole number from 1 to 1000.');
  return size;
}
