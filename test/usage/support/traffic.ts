import type { TestClient } from '../../support/server';
import type { CountingClient } from './counting-client';

/** Who sends, with a token of the present time each. */
export interface Senders {
  readonly admin: TestClient;
  readonly auditor: TestClient;
}

export const serverSettings = { TOKEN_FAILURES_PER_CLIENT: '2', TRUST_PROXY: '127.0.0.1', MAX_COST: '3000' };

const grant = { grant_type: 'client_credentials' };
const inBody = ({ clientId, clientSecret }: TestClient) => ({ client_id: clientId, client_secret: clientSecret });
const elsewhere = '203.0.113.77';

/** A little of everything that a server meets: well, mistaken, forbidden, refused, throttled, anonymous, several fields at once. */
export async function sendTraffic(client: CountingClient, { admin, auditor }: Senders, round: number): Promise<void> {
  const tokenOf = async (who: TestClient) =>
    ((await client.oauth('token', { ...grant, ...inBody(who) }, who.developerId)) as { access_token: string }).access_token;
  const asAdmin = { token: await tokenOf(admin), developerId: admin.developerId };
  const asAuditor = { token: await tokenOf(auditor), developerId: auditor.developerId, from: '2001:db8:7:1::5' };
  await operations(client, asAdmin, asAuditor);
  await books(client, asAdmin, round);
  await refusals(client, asAdmin, asAuditor);
  await tokens(client, asAuditor.token, auditor, round);
}

type As = { readonly token: string; readonly developerId: string };

async function operations(client: CountingClient, asAdmin: As, asAuditor: As): Promise<void> {
  const viewer = { viewer: 'viewer' };
  for (let count = 0; count < 3; count += 1) {
    await client.operation('query Me { viewer { permissions } }', viewer, { ...asAuditor, operation: 'Me' });
  }
  await client.operation('{ viewer { permissions roles } }', viewer, asAdmin);
  const batch =
    'query Batch { a: viewer { roles } b: viewer { permissions } roles { name permissions } developers(first: 2) { nodes { id } } }';
  const keys = { a: 'viewer', b: 'viewer', roles: 'roles', developers: 'developers' };
  await client.operation(batch, keys, { ...asAdmin, operation: 'Batch' });
  await client.operation('{ __typename __schema { queryType { name } } }', {});
  await client.operation(
    'query Of($id: ID!) { company(id: $id) { id } node(id: $id) { id } }',
    { company: 'company', node: 'node' },
    {
      ...asAdmin,
      operation: 'Of',
      variables: { id: '0192f0c1-2b3c-7d4e-8f50-61728394a5b6' },
    },
  );
}

async function books(client: CountingClient, asAdmin: As, round: number): Promise<void> {
  const open = 'mutation ($name: String!) { createCompany(input: { legalName: $name, chart: STANDARD }) { company { id } } }';
  const { data } = await client.operation(open, { createCompany: 'createCompany' }, { ...asAdmin, variables: { name: `C${round}` } });
  const { id } = (data!['createCompany'] as { company: { id: string } }).company;
  const post = `mutation Post($input: CreateTransactionInput!) { createTransaction(input: $input) { replayed transaction { entries { id } } } }`;
  const entries = [
    { accountCode: '1100', direction: 'DEBIT', amount: '1.00' },
    { accountCode: '4000', direction: 'CREDIT', amount: '1.00' },
  ];
  const input = { companyId: id, date: '2026-01-31', description: 'x', idempotencyKey: 'k', entries };
  const roots = { createTransaction: 'createTransaction' };
  for (const sent of [input, input, { ...input, idempotencyKey: 'other', entries: entries.slice(1) }]) {
    await client.operation(post, roots, { ...asAdmin, operation: 'Post', variables: { input: sent } });
  }
  const list = 'query List($id: ID!) { transactions(companyId: $id) { nodes { id entries { account { code } } } } }';
  // The second time from what the first made of it.
  for (let count = 0; count < 2; count += 1) {
    await client.operation(list, { transactions: 'transactions' }, { ...asAdmin, operation: 'List', variables: { id } });
  }
}

async function refusals(client: CountingClient, asAdmin: As, asAuditor: As): Promise<void> {
  const create = { createCompany: 'createCompany' };
  await client.operation('mutation { createCompany(input: { legalName: "x" }) { company { id } } }', create, asAuditor);
  const partly = 'query Partly { viewer { roles } node(id: "x") { id } }';
  await client.operation(partly, { viewer: 'viewer', node: 'node' }, { ...asAuditor, operation: 'Partly' });
  await client.operation(
    'query All { viewer { roles } developers { nodes { id } } }',
    { viewer: 'viewer', developers: 'developers' },
    {
      ...asAuditor,
      operation: 'All',
    },
  );
  await client.operation('{ viewer { roles } }', { viewer: 'viewer' });
  await client.operation('{ viewer { roles } }', {}, { token: `${asAdmin.token}x` });
  await client.operation('{ viewer { roles } }', {}, { token: 'none', from: elsewhere });
  await client.operation('{ viewer { roles ', {}, asAdmin);
  await client.operation('{ viewer { nothing } }', {}, asAdmin);
  await client.operation('', {}, { body: '{' });
  await client.operation('query ($id: ID!) { company(id: $id) { id } }', {}, asAdmin);
  const dear = `query Dear { ${Array.from({ length: 40 }, (_, index) => `d${index}: developers(first: 100) { nodes { id } }`).join(' ')} }`;
  const keys = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`d${index}`, 'developers']));
  await client.operation(dear, keys, { ...asAdmin, operation: 'Dear' });
}

async function tokens(client: CountingClient, token: string, auditor: TestClient, round: number): Promise<void> {
  const wrong = { ...auditor, clientSecret: 'W'.repeat(48) };
  const from = `${elsewhere}`;
  await client.oauth('introspect', { ...inBody(auditor), token }, auditor.developerId);
  await client.oauth('revoke', { ...inBody(auditor), token }, auditor.developerId);
  // Another process may let it in for a moment.
  await client.operation('{ viewer { roles } }', ({ data }): Record<string, string> => (data ? { viewer: 'viewer' } : {}), {
    token,
    developerId: auditor.developerId,
  });
  await client.oauth('token', { ...grant, client_id: `nobody${round}`, client_secret: 'x'.repeat(48) }, null, from);
  await client.oauth('token', { client_id: 'x' }, null, from);
  // Two wrong ones, and a third that is not looked at any more; then through the other door.
  for (let count = 0; count < 3; count += 1) await client.oauth('token', { ...grant, ...inBody(wrong) }, auditor.developerId, from);
  const mutation = 'mutation T($id: String!, $secret: String!) { token(clientId: $id, clientSecret: $secret) { accessToken } }';
  const variables = { id: wrong.clientId, secret: wrong.clientSecret };
  await client.operation(mutation, { token: 'token' }, { developerId: auditor.developerId, operation: 'T', variables, from });
}
