import { startServer, type TestClient, type TestServer } from '../../support/server';
import type { Engine } from '../../support/engines';
import { storeAnomaly } from '../../anomalies/support/stored-anomalies';
import { holders, roles } from './callers';

/** A server with three companies, a caller of each kind, and enough of everything that a mutation uses up. */
export interface World {
  readonly server: TestServer;
  /** The company that is asked about; `there` in the names of callers. */
  readonly companyId: string;
  /** Another one, in which the callers hold what they hold there. */
  readonly spareCompanyId: string;
  readonly accountId: string;
  readonly spareAccountId: string;
  readonly transactionId: string;
  /** Somebody without rights, with credentials. */
  readonly spare: { readonly developerId: string; readonly credentialId: string };
  readonly clients: Readonly<Record<string, TestClient>>;
  /** Credentials of each caller, beside those of its token, which are worth nothing. */
  readonly credentialIds: Readonly<Record<string, string>>;
  /** An anomaly of each caller, by its name, and of the one without rights (`spare`). */
  readonly anomalyIds: Readonly<Record<string, string>>;
  /** The id of a draft in the company, another one each time; the same of a posted transaction. */
  takeDraft(): string;
  takePosted(): string;
  /** The name of a role without permissions that nobody holds, another one each time. */
  takeRole(): string;
  /** A token of the ADMIN, cut down to a scope. */
  limitedToken(scope: string): Promise<string>;
  close(): Promise<void>;
}

const entries = [
  { accountCode: '1000', direction: 'DEBIT', amount: '1.00' },
  { accountCode: '4000', direction: 'CREDIT', amount: '1.00' },
];

export async function openWorld(engine: Engine): Promise<World> {
  const server = await startServer(engine);
  const admin = await server.admin();
  /** What the payload holds, by a selection of it. */
  const change = async (name: string, input: object, selection: string) => {
    const document = `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} } }`;
    const { data, errors } = await server.graphql(document, { input }, admin);
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data[name] as object)[0] as { id: string } & { transaction: { id: string } }[];
  };
  const company = async (legalName: string) => (await change('createCompany', { legalName, taxId: '12-3456789' }, 'company { id }')).id;
  const [companyId, spareCompanyId, otherCompanyId] = [await company('There'), await company('Spare'), await company('Elsewhere')];
  const account = async (code: string) =>
    (await change('createAccount', { companyId, code, name: code, type: 'ASSET' }, 'account { id }')).id;
  const stock = async (status: string) => {
    const one = { date: '2026-01-31', description: status, status, entries };
    const transactions = Array.from({ length: 100 }, () => one);
    const made = await change('createTransactions', { companyId, transactions }, 'results { transaction { id } }');
    return made.map(({ transaction }) => transaction.id);
  };
  const credentials = async (developerId: string) => (await change('createCredential', { developerId, scope: [] }, 'credential { id }')).id;
  const grant = (developerId: string, id: string, role: string) =>
    change('grantAccess', { developerId, companyId: id, role }, 'developer { id }');

  for (const name of ['CUSTOM', 'LOCAL']) await change('createRole', { name, permissions: roles[name] }, 'role { name }');
  await change('createRole', { name: 'EMPTY', permissions: [] }, 'role { name }');
  const clients: Record<string, TestClient> = {};
  const credentialIds: Record<string, string> = {};
  for (const [name, { role = [], in: where }] of Object.entries(holders)) {
    const client = await server.client(role, where && { there: companyId, elsewhere: otherCompanyId }[where]);
    if (where === 'there') await grant(client.developerId, spareCompanyId, role as string);
    await grant(client.developerId, companyId, 'EMPTY');
    clients[name] = client;
    credentialIds[name] = await credentials(client.developerId);
  }
  const { developerId } = await server.client([]);
  const anomalyIds: Record<string, string> = { spare: await storeAnomaly(server, { developerId }) };
  for (const [name, client] of Object.entries(clients)) anomalyIds[name] = await storeAnomaly(server, client);
  const [drafts, postings] = [await stock('PENDING'), await stock('POSTED')];
  const tokens = new Map<string, Promise<string>>();
  const spareRoles = Array.from({ length: 50 }, (_, index) => `Spare ${index}`);
  for (const name of spareRoles) await change('createRole', { name, permissions: [] }, 'role { name }');
  return {
    server,
    companyId,
    spareCompanyId,
    accountId: await account('1990'),
    spareAccountId: await account('1991'),
    transactionId: postings.pop()!,
    spare: { developerId, credentialId: await credentials(developerId) },
    clients,
    credentialIds,
    anomalyIds,
    takeDraft: () => drafts.pop()!,
    takePosted: () => postings.pop()!,
    takeRole: () => spareRoles.pop()!,
    limitedToken(scope) {
      const token = tokens.get(scope) ?? server.token(clients['ADMIN']!, scope);
      tokens.set(scope, token);
      return token;
    },
    close: () => server.close(),
  };
}
