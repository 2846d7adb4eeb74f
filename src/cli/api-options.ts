import { InvalidArgumentError, Option, type Command } from 'commander';
import { systemClock } from '../shared/clock';
import type { ApiOptions } from './api/client';
import type { CompanyChoice } from './api/find-company';
import { exitCodes } from './failure';
import { uuid } from './option-values';

/** What commands are told that work through the API of a running server on one company. */
export interface CompanyOptions extends CompanyChoice {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Adds the options that say which company of which server, and with which credentials. */
export function addCompanyOptions(command: Command, whereThereIsNone: string): Command {
  return command
    .addOption(new Option('--company-name <name>', `legal name of the company; ${whereThereIsNone}`))
    .addOption(new Option('--company-external-id <id>', `your own id of the company; ${whereThereIsNone}`))
    .addOption(new Option('--company-id <uuid>', 'UUID of the company').argParser(uuid).conflicts(['companyName', 'companyExternalId']))
    .addOption(new Option('--url <url>', 'address of the server').default('http://127.0.0.1:4000').argParser(serverUrl))
    .addOption(new Option('--client-id <id>', 'client id').env('OPEN_LEDGER_CLIENT_ID').makeOptionMandatory())
    .addOption(
      new Option('--client-secret <secret>', 'client secret; the variable keeps it out of the shell history')
        .env('OPEN_LEDGER_CLIENT_SECRET')
        .makeOptionMandatory(),
    );
}

/** Ends the command where no company is named. */
export function requireCompany(command: Command, { companyId, companyName, companyExternalId }: CompanyChoice): void {
  if (companyId || companyName || companyExternalId) return;
  command.error('error: name the company with --company-name, --company-external-id or --company-id', { exitCode: exitCodes.usage });
}

/** How to reach the server; `advice` says what to do about refusals, by their codes. */
export function apiOptions({ url, clientId, clientSecret }: CompanyOptions, advice: ApiOptions['advice']): ApiOptions {
  return { url, credentials: { clientId, clientSecret }, clock: systemClock, advice };
}

/** The address without a trailing slash, or the path of the API, which people copy along. */
function serverUrl(value: string): string {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw new InvalidArgumentError('It must be an address such as http://127.0.0.1:4000.');
  }
  const { origin, pathname } = new URL(value);
  return origin + pathname.replace(/\/(graphql\/?)?$/, '');
}
