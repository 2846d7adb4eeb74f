import { startServer, type GraphQLAnswer, type TestClient, type TestServer } from '../../support/server';
import type { Engine } from '../../support/engines';

type Holder = 'ADMIN' | 'DEVELOPER' | 'AUDITOR' | 'own' | 'other';

/** A server with three companies and a caller of each kind; `own` keeps the books of `company` and of the spare one. */
export interface World {
  readonly company: { readonly id: string };
  readonly spareCompanyId: string;
  readonly otherCompanyId: string;
  readonly accountId: string;
  readonly spareAccountId: string;
  readonly transactionId: string;
  /** The id of a draft in `company`, another one each time. */
  takeDraft(): string;
  /** Somebody without rights, who may be suspended. */
  readonly spareDeveloperId: string;
  /** Of the DEVELOPER, beside those of its token. */
  readonly credentialId: string;
  /** The same of a posted transaction. */
  takePosted(): string;
  readonly client: TestClient;
  readonly clients: Readonly<Record<Holder, TestClient>>;
  readonly developerIds: Readonly<Record<Holder, string> & { anonymous?: undefined }>;
  readonly tokens: Readonly<Record<Holder, string> & { anonymous: undefined }>;
  readonly server: TestServer;
  graphql(document: string, variables: object, token: string | undefined): Promise<GraphQLAnswer>;
  count(table: string): Promise<number>;
  close(): Promise<void>;
}

export async function openWorld(engine: Engine): Promise<World> {
  const server = await startServer(engine);
  const admin = await server.client('ADMIN');
  const ask = async (document: string, input: object) => {
    const { data, errors } = await server.graphql(document, { input }, admin.token);
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data as Record<string, Record<string, { id: string }>>)[0]!;
  };
  const company = async (legalName: string) => {
    const made = await ask('mutation ($input: CreateCompanyInput!) { createCompany(input: $input) { company { id } } }', {
      legalName,
      taxId: '12-3456789',
    });
    return made['company']!.id;
  };
  const companyId = await company('Asked about');
  const spareCompanyId = await company('Spare');
  const otherCompanyId = await company('Somebody else');
  const account = async (code: string) => {
    const made = await ask('mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { id } } }', {
      companyId,
      code,
      name: code,
      type: 'ASSET',
    });
    return made['account']!.id;
  };
  const accountId = await account('1990');
  const spareAccountId = await account('1991');
  const entries = [
    { accountCode: '1000', direction: 'DEBIT', amount: '1.00' },
    { accountCode: '4000', direction: 'CREDIT', amount: '1.00' },
  ];
  const posted = await ask('mutation ($input: CreateTransactionInput!) { createTransaction(input: $input) { transaction { id } } }', {
    companyId,
    date: '2026-01-31',
    description: 'First',
    entries,
  });
  const stock = async (status: string) => {
    const one = { date: '2026-01-31', description: status, status, entries };
    const document = 'mutation ($input: CreateTransactionsInput!) { createTransactions(input: $input) { results { transaction { id } } } }';
    const made = await ask(document, { companyId, transactions: Array.from({ length: 200 }, () => one) });
    return (made['results'] as unknown as { transaction: { id: string } }[]).map(({ transaction }) => transaction.id);
  };
  const [drafts, postings] = [await stock('PENDING'), await stock('POSTED')];
  const clients = {
    ADMIN: admin,
    DEVELOPER: await server.client('DEVELOPER'),
    AUDITOR: await server.client('AUDITOR'),
    own: await server.client('BOOKKEEPER', companyId),
    other: await server.client('BOOKKEEPER', otherCompanyId),
  };
  await ask('mutation ($input: GrantAccessInput!) { grantAccess(input: $input) { developer { id } } }', {
    developerId: clients.own.developerId,
    companyId: spareCompanyId,
    role: 'BOOKKEEPER',
  });
  const { credential } = await ask('mutation ($input: CreateCredentialInput!) { createCredential(input: $input) { credential { id } } }', {
    developerId: clients.DEVELOPER.developerId,
  });
  const { developerId: spareDeveloperId } = await server.client([]);
  const each = <T>(pick: (client: TestClient) => T) =>
    Object.fromEntries(Object.entries(clients).map(([name, client]) => [name, pick(client)])) as Record<Holder, T>;
  return {
    company: { id: companyId },
    spareCompanyId,
    otherCompanyId,
    accountId,
    spareAccountId,
    transactionId: posted['transaction']!.id,
    spareDeveloperId,
    credentialId: credential!.id,
    takeDraft: () => drafts.pop()!,
    takePosted: () => postings.pop()!,
    client: clients.DEVELOPER,
    clients,
    developerIds: each((client) => client.developerId),
    tokens: { ...each((client) => client.token), anonymous: undefined },
    server,
    graphql: (document, variables, token) => server.graphql(document, variables, token),
    count: async (table) => (await server.database.reader.rows(['count(*)'], `from ${table}`))[0]![0] as number,
    close: () => server.close(),
  };
}
