import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { systemClock } from '../shared/clock';
import { exponentOf } from '../shared/money';
import { importBook, type ImportSummary } from './import/import-book';
import type { CompanyChoice } from './import/find-company';
import { progressOn } from './progress';
import { exitCodes } from './failure';
import { uuid } from './option-values';
import type { Terminal } from './terminal';

interface Options extends CompanyChoice {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly batchSize: number;
}

const help = `
A company that is not there yet is made, and so are accounts that it lacks.
The import may be run again at any time, with the same file or a longer one:
what is posted is not posted twice. docs/import-format.md describes the file.

Example:
  $ export OPEN_LEDGER_CLIENT_ID=… OPEN_LEDGER_CLIENT_SECRET=…
  $ npx open-ledger import books.json --company-name "Harbor Lane Coffee"

Exit codes: 0 imported, 1 failed or refused, 2 wrong usage.`;

/** `open-ledger import FILE`: books into a running server, through its API. */
export function importCommand(terminal: Terminal): Command {
  const command = new Command('import');
  return command
    .description('Bring the accounts and transactions of a JSON file into a running server, through its API.')
    .addArgument(new Argument('<file>', 'the books, as JSON'))
    .addOption(new Option('--company-name <name>', 'legal name of the company; made where there is none'))
    .addOption(new Option('--company-external-id <id>', 'your own id of the company; found by it, or made with it'))
    .addOption(new Option('--company-id <uuid>', 'an existing company').argParser(uuid).conflicts(['companyName', 'companyExternalId']))
    .addOption(new Option('--url <url>', 'address of the server').default('http://127.0.0.1:4000').argParser(serverUrl))
    .addOption(new Option('--client-id <id>', 'client id').env('OPEN_LEDGER_CLIENT_ID').makeOptionMandatory())
    .addOption(
      new Option('--client-secret <secret>', 'client secret; the variable keeps it out of the shell history')
        .env('OPEN_LEDGER_CLIENT_SECRET')
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--base-currency <code>', "ISO 4217 code for a new company (default: the file's only currency)").argParser(currency),
    )
    .addOption(new Option('--batch-size <number>', 'transactions per request, 1 to 1000').default(200).argParser(batchSize))
    .addHelpText('after', help)
    .action(async (file: string, options: Options) => {
      if (!options.companyId && !options.companyName && !options.companyExternalId) {
        command.error('error: name the company with --company-name, --company-external-id or --company-id', { exitCode: exitCodes.usage });
      }
      const { url, clientId, clientSecret, ...request } = options;
      const api = { url, credentials: { clientId, clientSecret }, clock: systemClock };
      terminal.out(summaryOf(await importBook({ file, ...request }, api, progressOn(terminal))));
    });
}

function summaryOf({ company, accounts, transactions }: ImportSummary): string {
  return [
    `Company       ${company.legalName} (${company.id}), ${company.created ? 'made now' : 'was there'}`,
    `Accounts      ${accounts.created} made, ${accounts.found} were there`,
    `Transactions  ${transactions.posted} posted, ${transactions.replayed} were posted before`,
  ].join('\n');
}

/** The address without a trailing slash, or the path of the API, which people copy along. */
function serverUrl(value: string): string {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw new InvalidArgumentError('It must be an address such as http://127.0.0.1:4000.');
  }
  const { origin, pathname } = new URL(value);
  return origin + pathname.replace(/\/(graphql\/?)?$/, '');
}

function currency(value: string): string {
  if (exponentOf(value) === undefined) throw new InvalidArgumentError('It must be a code of ISO 4217, such as EUR.');
  return value;
}

function batchSize(value: string): number {
  const size = Number(value);
  if (!Number.isInteger(size) || size < 1 || size > 1000) throw new InvalidArgumentError('It must be a whole number from 1 to 1000.');
  return size;
}
