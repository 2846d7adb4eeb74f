import type { ApiClient } from '../api/client';
import { RefusedError } from '../api/graphql-answer';
import { CliError, exitCodes } from '../failure';
import type { Book } from './book-format';

/** Which company the books go into: an existing one by its UUID, or one that is found by external id or name, or else made. */
export interface CompanyChoice {
  readonly companyId?: string;
  readonly companyName?: string;
  readonly companyExternalId?: string;
  readonly baseCurrency?: string;
}

export interface FoundCompany {
  readonly id: string;
  readonly legalName: string;
  readonly created: boolean;
}

interface Candidate {
  readonly id: string;
  readonly legalName: string;
  readonly externalId: string | null;
}

const COMPANY = 'query Company($id: ID!) { company(id: $id) { id legalName externalId } }';

const COMPANIES = `query Companies($filter: CompanyFilter!, $after: String) {
  companies(filter: $filter, first: 100, after: $after) { nodes { id legalName externalId } pageInfo { hasNextPage endCursor } }
}`;

const CREATE = 'mutation CreateCompany($input: CreateCompanyInput!) { createCompany(input: $input) { company { id legalName } } }';

/** @throws CliError where the company does not exist, or is not the only one of the name */
export async function findOrCreateCompany(api: ApiClient, choice: CompanyChoice, book: Book): Promise<FoundCompany> {
  if (choice.companyId) return byId(api, choice.companyId);
  const { companyName: name, companyExternalId: externalId } = choice;
  const found = externalId
    ? (await candidates(api, { externalId })).filter((company) => company.externalId === externalId)
    : (await candidates(api, { search: name!, status: 'ACTIVE' })).filter((company) => company.legalName === name);
  if (found.length > 1) {
    const called = externalId ? `with the external id ${externalId}` : `called ${name}`;
    throw new CliError(`There are ${found.length} companies ${called}.`, ['Choose one with --company-id:', ...found.map(({ id }) => id)]);
  }
  if (found[0]) return { ...found[0], created: false };
  return create(api, name ?? externalId!, externalId, choice.baseCurrency ?? currencyOf(book));
}

async function byId(api: ApiClient, id: string): Promise<FoundCompany> {
  const { company } = await api.query<{ company: Candidate | null }>(COMPANY, { id });
  if (!company) throw new CliError(`There is no company ${id}, or the credential cannot see it.`, ['Check --company-id.']);
  return { ...company, created: false };
}

async function candidates(api: ApiClient, filter: object): Promise<Candidate[]> {
  try {
    return await list(api, filter);
  } catch (error) {
    // An integrator that has not opened a company yet may not even list them: for it there is none.
    if (error instanceof RefusedError && error.code === 'FORBIDDEN') return [];
    throw error;
  }
}

async function list(api: ApiClient, filter: object): Promise<Candidate[]> {
  const all: Candidate[] = [];
  for (let after: string | null = null; ;) {
    type Page = { companies: { nodes: Candidate[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } };
    const { companies }: Page = await api.query<Page>(COMPANIES, { filter, after });
    all.push(...companies.nodes);
    if (!companies.pageInfo.hasNextPage) return all;
    after = companies.pageInfo.endCursor;
  }
}

async function create(api: ApiClient, legalName: string, externalId: string | undefined, baseCurrency: string): Promise<FoundCompany> {
  const input = { legalName, externalId, baseCurrency, chart: 'EMPTY' };
  const { createCompany } = await api.mutate<{ createCompany: { company: FoundCompany } }>(CREATE, { input });
  // Whoever opens a company is given access to it; the token that opened it was issued before.
  api.forgetToken();
  return { ...createCompany.company, created: true };
}

/** The one currency of the books. @throws CliError where there are several, or none */
function currencyOf(book: Book): string {
  const currencies = new Set(book.transactions.flatMap(({ entries }) => entries.map(({ currency }) => currency)));
  const [only] = currencies;
  if (only && currencies.size === 1) return only;
  const held = only ? `holds ${[...currencies].join(', ')}` : 'holds no transactions';
  throw new CliError(`The company is new, and the file ${held}: which is its base currency?`, ['Give --base-currency.'], exitCodes.usage);
}
