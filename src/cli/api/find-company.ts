import { CliError } from '../failure';
import type { ApiClient } from './client';
import { RefusedError } from './graphql-answer';
import { allRows } from './pages';

/** Which company is meant: by its UUID, by the caller's own id of it, or by name among the active ones. */
export interface CompanyChoice {
  readonly companyId?: string;
  readonly companyName?: string;
  readonly companyExternalId?: string;
}

export interface FoundCompany {
  readonly id: string;
  readonly legalName: string;
  readonly baseCurrency: string;
  readonly fiscalYearStartMonth: number;
}

interface Candidate extends FoundCompany {
  readonly externalId: string | null;
}

const COMPANY = 'query Company($id: ID!) { company(id: $id) { id legalName externalId baseCurrency fiscalYearStartMonth } }';

const COMPANIES = `query Companies($filter: CompanyFilter!, $first: Int!, $after: String) {
  companies(filter: $filter, first: $first, after: $after) {
    nodes { id legalName externalId baseCurrency fiscalYearStartMonth }
    pageInfo { hasNextPage endCursor }
  }
}`;

/**
 * The company, or undefined where none has the name or external id.
 * @throws CliError where there is none with the UUID, or several have the name
 */
export async function findCompany(api: ApiClient, choice: CompanyChoice): Promise<FoundCompany | undefined> {
  if (choice.companyId) return byId(api, choice.companyId);
  const { companyName: name, companyExternalId: externalId } = choice;
  const found = externalId
    ? (await candidates(api, { externalId })).filter((company) => company.externalId === externalId)
    : (await candidates(api, { search: name!, status: 'ACTIVE' })).filter((company) => company.legalName === name);
  if (found.length > 1) {
    throw new CliError(`There are ${found.length} companies ${calledBy(choice)}.`, [
      'Choose one with --company-id:',
      ...found.map(({ id }) => id),
    ]);
  }
  return found[0];
}

/** @throws CliError where there is no such company */
export async function existingCompany(api: ApiClient, choice: CompanyChoice): Promise<FoundCompany> {
  const company = await findCompany(api, choice);
  if (!company) throw new CliError(`There is no company ${calledBy(choice)}, or the credential cannot see it.`);
  return company;
}

function calledBy({ companyName, companyExternalId }: CompanyChoice): string {
  return companyExternalId ? `with the external id ${companyExternalId}` : `called ${companyName}`;
}

async function byId(api: ApiClient, id: string): Promise<FoundCompany> {
  const { company } = await api.query<{ company: Candidate | null }>(COMPANY, { id });
  if (!company) throw new CliError(`There is no company ${id}, or the credential cannot see it.`, ['Check --company-id.']);
  return company;
}

async function candidates(api: ApiClient, filter: object): Promise<Candidate[]> {
  try {
    return await allRows<Candidate>(api, COMPANIES, 'companies', { filter });
  } catch (error) {
    // An integrator that has not opened a company yet may not even list them: for it there is none.
    if (error instanceof RefusedError && error.code === 'FORBIDDEN') return [];
    throw error;
  }
}
