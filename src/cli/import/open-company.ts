import type { ApiClient } from '../api/client';
import { findCompany, type CompanyChoice, type FoundCompany } from '../api/find-company';
import type { Book } from '../books/book';
import { CliError, exitCodes } from '../failure';

/** The company that books go into, which is made where there is none. */
export interface TargetChoice extends CompanyChoice {
  readonly baseCurrency?: string;
}

export interface TargetCompany extends FoundCompany {
  readonly created: boolean;
}

const CREATE = `mutation CreateCompany($input: CreateCompanyInput!) {
  createCompany(input: $input) { company { id legalName baseCurrency fiscalYearStartMonth } }
}`;

/** @throws CliError where the company does not exist, or is not the only one of the name */
export async function findOrCreateCompany(api: ApiClient, choice: TargetChoice, book: Book): Promise<TargetCompany> {
  const found = await findCompany(api, choice);
  if (found) return { ...found, created: false };
  const { companyName: name, companyExternalId: externalId, baseCurrency } = choice;
  return create(api, name ?? externalId!, externalId, baseCurrency ?? book.baseCurrency ?? currencyOf(book));
}

async function create(api: ApiClient, legalName: string, externalId: string | undefined, baseCurrency: string): Promise<TargetCompany> {
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
