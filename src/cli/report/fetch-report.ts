import { Readable, type Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ApiClient, type ApiOptions } from '../api/client';
import { existingCompany, type CompanyChoice, type FoundCompany } from '../api/find-company';
import { allRows } from '../api/pages';
import { CliError } from '../failure';
import { toFile, toStandardOutput } from '../output';
import { tableOf } from './table';

/** The arguments of a statement as a person gives them; they are checked by the server. */
export interface ReportQuery {
  readonly asOf?: string;
  readonly compareTo?: string;
  readonly from?: string;
  readonly to?: string;
  readonly interval?: string;
  readonly includeZero?: true;
  readonly currency?: string;
  readonly knownAt?: string;
  /** Code of an account. */
  readonly account?: string;
}

export interface ReportRequest extends CompanyChoice, ReportQuery {
  /** As in the address of the file. */
  readonly name: string;
  readonly title: string;
  readonly ofPeriod: true | undefined;
  readonly csv: boolean;
  /** Path of a file; undefined: the standard output. */
  readonly output: string | undefined;
}

const ACCOUNT = `query Account($companyId: ID!, $code: String!, $first: Int!, $after: String) {
  accounts(companyId: $companyId, filter: { codePrefix: $code }, first: $first, after: $after) {
    nodes { id code name }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Account {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

/** Writes a statement as CSV, as it comes, or as a table. @throws CliError with what to do */
export async function fetchReport(asked: ReportRequest, options: ApiOptions, standardOutput: Writable): Promise<void> {
  const api = new ApiClient(options);
  await api.connect();
  const company = await existingCompany(api, asked);
  const request = asked.ofPeriod ? { ...asked, from: asked.from ?? fiscalYearStart(asked.to!, company) } : asked;
  const account = request.account === undefined ? undefined : await accountOf(api, company, request.account);
  const file = await api.download(`/reports/${request.name}.csv?${addressQuery(request, company, account).toString()}`);
  const content = request.csv ? file : Readable.from([tableOf(await whole(file), headingOf(request, company, account))]);
  if (request.output === undefined) await toStandardOutput(standardOutput, content);
  else await toFile(request.output, content);
}

function addressQuery(request: ReportRequest, company: FoundCompany, account: Account | undefined): URLSearchParams {
  const { asOf, compareTo, from, to, interval, includeZero, currency, knownAt } = request;
  const given = {
    companyId: company.id,
    accountId: account?.id,
    asOf,
    compareTo,
    from,
    to,
    interval: interval?.toUpperCase(),
    includeZero: includeZero && 'true',
    currency,
    knownAt,
  };
  return new URLSearchParams(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function fiscalYearStart(day: string, { fiscalYearStartMonth: month }: FoundCompany): string {
  const year = Number(day.slice(0, 4)) - (Number(day.slice(5, 7)) < month ? 1 : 0);
  return `${year}-${String(month).padStart(2, '0')}-01`;
}

function headingOf(
  { name, title, asOf, from, to, knownAt }: ReportRequest,
  { legalName }: FoundCompany,
  account: Account | undefined,
): string[] {
  const days = from === undefined ? `At the end of ${asOf ?? to}` : `From ${from} to ${to}`;
  const known = name === 'changes' ? 'changed since' : 'as known at';
  return [
    `${title} of ${legalName}`,
    ...(account ? [`${account.code} ${account.name}`] : []),
    knownAt === undefined ? days : `${days}, ${known} ${knownAt}`,
  ];
}

async function accountOf(api: ApiClient, company: FoundCompany, code: string): Promise<Account> {
  const found = await allRows<Account>(api, ACCOUNT, 'accounts', { companyId: company.id, code });
  const account = found.find((each) => each.code === code);
  if (!account) throw new CliError(`${company.legalName} has no account ${code}.`, ['Check --account.']);
  return account;
}

async function whole(file: Readable): Promise<string> {
  try {
    return await text(file);
  } catch {
    throw new CliError('The statement was cut off on its way.', ['Try again.']);
  }
}
