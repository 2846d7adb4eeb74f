import { permissions, Principal } from '../auth';
import { ChartTemplate, type Companies, type CompanyRow } from '../companies';
import type { Developers } from '../developers';
import { EntryDirection, type Transactions } from '../ledger';
import { formatAmount } from '../shared/money';
import type { FirmTransaction } from './firm/firm';
import { firmTransactions } from './firm/transactions';

export interface SandboxOptions {
  readonly developers: Pick<Developers, 'developersExist' | 'createClient'>;
  readonly companies: Pick<Companies, 'list' | 'create'>;
  readonly transactions: Pick<Transactions, 'createMany'>;
}

/** A way in, whose secret is known here for the only time. */
export interface SandboxClient {
  readonly role: 'ADMIN' | 'DEVELOPER' | 'AUDITOR';
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface SandboxCredentials {
  readonly companyId: string;
  readonly companyName: string;
  readonly clients: readonly SandboxClient[];
}

const EXTERNAL_ID = 'sandbox';
const SEED = 20_260_101;
const BATCH = 500;

const people = [
  { role: 'ADMIN', name: 'Sandbox admin' },
  { role: 'DEVELOPER', name: 'Sandbox developer' },
  { role: 'AUDITOR', name: 'Sandbox auditor' },
] as const;

/** Holds everything, and is nobody: what the sandbox's books are kept with. */
const keeper = new Principal(
  { developer: null, subject: EXTERNAL_ID, credentialKey: null, tokenExpiresAt: Number.MAX_SAFE_INTEGER },
  { roles: ['ADMIN'], everywhere: new Set(permissions), inCompany: new Map() },
);

/**
 * Makes a company to explore, and three developers, where no developer exists yet; undefined where there was nothing to do. The developers
 * come last: a first start that was cut off is carried on by the next one.
 */
export async function ensureSandbox({ developers, companies, transactions }: SandboxOptions): Promise<SandboxCredentials | undefined> {
  if (await developers.developersExist()) return undefined;
  const company = (await findCompany(companies)) ?? (await openCompany(companies));
  await post(transactions, company);
  const clients: SandboxClient[] = [];
  for (const { role, name } of people) {
    const { clientId, clientSecret } = await developers.createClient({ name, roles: [role], label: 'Sandbox' });
    clients.push({ role, clientId, clientSecret });
  }
  return { companyId: company.id, companyName: company.legalName, clients };
}

async function findCompany(companies: SandboxOptions['companies']): Promise<CompanyRow | undefined> {
  return (await companies.list(keeper, { externalId: EXTERNAL_ID }, {})).nodes[0];
}

function openCompany(companies: SandboxOptions['companies']): Promise<CompanyRow> {
  return companies.create(keeper, {
    legalName: 'Harbor Lane Coffee LLC',
    externalId: EXTERNAL_ID,
    baseCurrency: 'USD',
    chart: ChartTemplate.STANDARD,
  });
}

/** The day on which the company was opened decides the dates, so that what is carried on is the same books. */
async function post(transactions: SandboxOptions['transactions'], company: CompanyRow): Promise<void> {
  const inputs = firmTransactions(company.createdAt, SEED).map(inputOf);
  for (let start = 0; start < inputs.length; start += BATCH) {
    await transactions.createMany(keeper, { companyId: company.id, transactions: inputs.slice(start, start + BATCH) });
  }
}

function inputOf({ date, description, counterparty, tag, lines }: FirmTransaction, index: number) {
  const entries = lines.map(([accountCode, units]) => ({
    accountCode,
    direction: units > 0 ? EntryDirection.DEBIT : EntryDirection.CREDIT,
    amount: formatAmount(Math.abs(units), 2),
  }));
  return { date, description, counterparty, tags: [tag], entries, idempotencyKey: `sandbox:${index}` };
}
