import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { forEachEngine } from '../support/engines';
import { openWorld, type World } from './support/world';

/** Who asks. `own` keeps the books of the company asked about, `other` those of another one. */
const callers = ['anonymous', 'ADMIN', 'DEVELOPER', 'AUDITOR', 'own', 'other'] as const;
type Caller = (typeof callers)[number];

/** ok: answered. null: as if it did not exist. Else the code of the error. */
type Outcome = 'ok' | 'null' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND';

interface Row {
  readonly document: string;
  readonly variables?: (world: World, caller: Caller) => Record<string, unknown>;
  /** In the order of `callers`. */
  readonly outcomes: readonly Outcome[];
}

const [A, F, N] = ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND'] as const;
const reads: readonly Outcome[] = [A, 'ok', F, 'ok', 'ok', 'null'];
const lists: readonly Outcome[] = [A, 'ok', F, 'ok', 'ok', N];
const writes: readonly Outcome[] = [A, 'ok', F, F, 'ok', N];
const adminOnly: readonly Outcome[] = [A, 'ok', F, F, F, F];
const everyone: readonly Outcome[] = [A, 'ok', 'ok', 'ok', 'ok', 'ok'];

const companyId = (world: World) => ({ companyId: world.company.id });
const input = (fields: (world: World, caller: Caller) => object) => (world: World, caller: Caller) => ({ input: fields(world, caller) });
let serial = 0;
const entries = [
  { accountCode: '1000', direction: 'DEBIT', amount: '1.00' },
  { accountCode: '4000', direction: 'CREDIT', amount: '1.00' },
];

const table: Readonly<Record<string, Row>> = {
  'Query.viewer': { document: '{ viewer { permissions } }', outcomes: everyone },
  'Query.node': {
    document: 'query ($id: ID!) { node(id: $id) { id } }',
    variables: (world) => ({ id: world.transactionId }),
    outcomes: [A, 'ok', 'null', 'ok', 'ok', 'null'],
  },
  'Query.nodes': {
    document: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    variables: (world) => ({ ids: [world.company.id, world.accountId] }),
    outcomes: [A, 'ok', 'null', 'ok', 'ok', 'null'],
  },
  'Query.company': {
    document: 'query ($companyId: ID!) { company(id: $companyId) { id } }',
    variables: companyId,
    outcomes: reads,
  },
  'Query.companies': { document: '{ companies { nodes { id } } }', outcomes: [A, 'ok', F, 'ok', 'ok', 'ok'] },
  'Query.account': {
    document: 'query ($id: ID!) { account(id: $id) { id balances { amount } } }',
    variables: (world) => ({ id: world.accountId }),
    outcomes: reads,
  },
  'Query.accounts': {
    document: 'query ($companyId: ID!) { accounts(companyId: $companyId) { totalCount nodes { id } } }',
    variables: companyId,
    outcomes: lists,
  },
  'Query.transaction': {
    document: 'query ($id: ID!) { transaction(id: $id) { id } }',
    variables: (world) => ({ id: world.transactionId }),
    outcomes: reads,
  },
  'Query.transactions': {
    document: 'query ($companyId: ID!) { transactions(companyId: $companyId) { totalCount nodes { id } } }',
    variables: companyId,
    outcomes: lists,
  },
  'Query.trialBalance': {
    document: 'query ($companyId: ID!) { trialBalance(companyId: $companyId, asOf: "2026-12-31") { rows { debit { amount } } } }',
    variables: companyId,
    outcomes: lists,
  },
  'Query.developer': {
    document: 'query ($id: ID!) { developer(id: $id) { id } }',
    variables: (world, caller) => ({ id: world.developerIds[caller] ?? world.developerIds.ADMIN }),
    outcomes: [A, 'ok', 'ok', F, F, F],
  },
  'Query.developers': { document: '{ developers { nodes { id } } }', outcomes: adminOnly },
  'Query.roles': { document: '{ roles { name } }', outcomes: [A, 'ok', 'ok', F, F, F] },
  'Mutation.token': {
    document: 'mutation ($id: String!, $secret: String!) { token(clientId: $id, clientSecret: $secret) { expiresIn } }',
    variables: (world) => ({ id: world.client.clientId, secret: world.client.clientSecret }),
    outcomes: ['ok', 'ok', 'ok', 'ok', 'ok', 'ok'],
  },
  'Mutation.createCompany': {
    document: 'mutation ($input: CreateCompanyInput!) { createCompany(input: $input) { company { id } } }',
    variables: input(() => ({ legalName: 'New' })),
    outcomes: adminOnly,
  },
  'Mutation.updateCompany': {
    document: 'mutation ($input: UpdateCompanyInput!) { updateCompany(input: $input) { company { id } } }',
    variables: input((world) => ({ id: world.company.id, legalName: 'Renamed' })),
    outcomes: writes,
  },
  'Mutation.archiveCompany': {
    document: 'mutation ($input: ArchiveCompanyInput!) { archiveCompany(input: $input) { company { status } } }',
    variables: input((world) => ({ id: world.spareCompanyId })),
    outcomes: writes,
  },
  'Mutation.createAccount': {
    document: 'mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { id } } }',
    variables: input((world) => ({ companyId: world.company.id, code: `9${serial++}`, name: 'New', type: 'ASSET' })),
    outcomes: writes,
  },
  'Mutation.updateAccount': {
    document: 'mutation ($input: UpdateAccountInput!) { updateAccount(input: $input) { account { id } } }',
    variables: input((world) => ({ id: world.accountId, name: 'Renamed' })),
    outcomes: writes,
  },
  'Mutation.archiveAccount': {
    document: 'mutation ($input: ArchiveAccountInput!) { archiveAccount(input: $input) { account { id } } }',
    variables: input((world) => ({ id: world.spareAccountId })),
    outcomes: writes,
  },
  'Mutation.createTransaction': {
    document: 'mutation ($input: CreateTransactionInput!) { createTransaction(input: $input) { transaction { id } } }',
    variables: input((world) => ({ companyId: world.company.id, date: '2026-01-31', description: 'x', entries })),
    outcomes: writes,
  },
  'Mutation.createTransactions': {
    document: 'mutation ($input: CreateTransactionsInput!) { createTransactions(input: $input) { results { index } } }',
    variables: input((world) => ({ companyId: world.company.id, transactions: [{ date: '2026-01-31', description: 'x', entries }] })),
    outcomes: writes,
  },
  'Mutation.updateTransaction': {
    document: 'mutation ($input: UpdateTransactionInput!) { updateTransaction(input: $input) { transaction { id } } }',
    variables: input((world) => ({ id: world.transactionId, description: 'Said anew' })),
    outcomes: writes,
  },
  'Mutation.postTransaction': {
    document: 'mutation ($input: PostTransactionInput!) { postTransaction(input: $input) { transaction { id } } }',
    variables: input((world) => ({ id: world.takeDraft() })),
    outcomes: writes,
  },
  'Mutation.voidTransaction': {
    document: 'mutation ($input: VoidTransactionInput!) { voidTransaction(input: $input) { transaction { id } } }',
    variables: input((world) => ({ id: world.takeDraft() })),
    outcomes: writes,
  },
  'Mutation.reverseTransaction': {
    document: 'mutation ($input: ReverseTransactionInput!) { reverseTransaction(input: $input) { transaction { id } } }',
    variables: input((world) => ({ id: world.takePosted() })),
    outcomes: writes,
  },
  'Mutation.closeBooks': {
    document: 'mutation ($input: CloseBooksInput!) { closeBooks(input: $input) { company { booksClosedThrough } } }',
    variables: input((world) => ({ companyId: world.company.id, through: '2000-12-31' })),
    outcomes: adminOnly,
  },
  'Mutation.reopenBooks': {
    document: 'mutation ($input: ReopenBooksInput!) { reopenBooks(input: $input) { company { booksClosedThrough } } }',
    variables: input((world) => ({ companyId: world.company.id, reason: 'x' })),
    outcomes: adminOnly,
  },
  'Mutation.createDeveloper': {
    document: 'mutation ($input: CreateDeveloperInput!) { createDeveloper(input: $input) { developer { id } } }',
    variables: input(() => ({ name: 'New', roles: ['DEVELOPER'] })),
    outcomes: adminOnly,
  },
  'Mutation.updateDeveloper': {
    document: 'mutation ($input: UpdateDeveloperInput!) { updateDeveloper(input: $input) { developer { id } } }',
    variables: input((world, caller) => ({ id: world.developerIds[caller] ?? world.developerIds.ADMIN, name: 'Renamed' })),
    outcomes: [A, 'ok', 'ok', F, F, F],
  },
  'Mutation.suspendDeveloper': {
    document: 'mutation ($input: SuspendDeveloperInput!) { suspendDeveloper(input: $input) { developer { id } } }',
    variables: input((world) => ({ id: world.spareDeveloperId })),
    outcomes: adminOnly,
  },
  'Mutation.reinstateDeveloper': {
    document: 'mutation ($input: ReinstateDeveloperInput!) { reinstateDeveloper(input: $input) { developer { id } } }',
    variables: input((world) => ({ id: world.spareDeveloperId })),
    outcomes: adminOnly,
  },
  'Mutation.createRole': {
    document: 'mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { name } } }',
    variables: input(() => ({ name: 'CUSTOM', permissions: [] })),
    outcomes: adminOnly,
  },
  'Mutation.updateRole': {
    document: 'mutation ($input: UpdateRoleInput!) { updateRole(input: $input) { role { name } } }',
    variables: input(() => ({ name: 'CUSTOM', permissions: ['reports:read'] })),
    outcomes: adminOnly,
  },
  'Mutation.deleteRole': {
    document: 'mutation ($input: DeleteRoleInput!) { deleteRole(input: $input) { name } }',
    variables: input(() => ({ name: 'CUSTOM' })),
    outcomes: adminOnly,
  },
  'Mutation.rotateCredential': {
    document: 'mutation ($input: RotateCredentialInput!) { rotateCredential(input: $input) { credential { id } } }',
    variables: input((world) => ({ id: world.credentialId })),
    outcomes: [A, 'ok', 'ok', F, F, F],
  },
  'Mutation.revokeCredential': {
    document: 'mutation ($input: RevokeCredentialInput!) { revokeCredential(input: $input) { credential { id } } }',
    variables: input((world) => ({ id: world.credentialId })),
    outcomes: [A, 'ok', 'ok', F, F, F],
  },
  'Mutation.createCredential': {
    document: 'mutation ($input: CreateCredentialInput!) { createCredential(input: $input) { credential { clientId } } }',
    variables: input(() => ({ label: 'second' })),
    outcomes: [A, 'ok', 'ok', F, F, F],
  },
  'Mutation.grantAccess': {
    document: 'mutation ($input: GrantAccessInput!) { grantAccess(input: $input) { developer { id } } }',
    variables: input((world) => ({ developerId: world.developerIds.DEVELOPER, companyId: world.spareCompanyId, role: 'AUDITOR' })),
    outcomes: adminOnly,
  },
  'Mutation.revokeAccess': {
    document: 'mutation ($input: RevokeAccessInput!) { revokeAccess(input: $input) { developer { id } } }',
    variables: input((world) => ({ developerId: world.developerIds.DEVELOPER, companyId: world.spareCompanyId, role: 'AUDITOR' })),
    outcomes: adminOnly,
  },
};

it('has a row for every root field of the schema', () => {
  const schema = buildSchema(readFileSync(join(__dirname, '../../schema.graphql'), 'utf8'));
  const fields = [schema.getQueryType()!, schema.getMutationType()!].flatMap((type) =>
    Object.keys(type.getFields()).map((field) => `${type.name}.${field}`),
  );
  expect(Object.keys(table).sort()).toEqual(fields.sort());
});

forEachEngine((engine) => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld(engine);
  });
  afterAll(() => world.close());

  const tables = [
    'companies',
    'accounts',
    'transactions',
    'entries',
    'balances',
    'journals',
    'book_closings',
    'developers',
    'credentials',
    'access_grants',
    'roles',
  ];
  const rowCounts = () => Promise.all(tables.map((name) => world.count(name)));

  async function outcomeOf(row: Row, caller: Caller): Promise<Outcome> {
    const answer = await world.graphql(row.document, row.variables?.(world, caller) ?? {}, world.tokens[caller]);
    const error = answer.errors?.[0];
    if (error) return error.extensions.code as Outcome;
    const [value] = Object.values(answer.data as Record<string, unknown>);
    return value === null || (Array.isArray(value) && value.every((item) => item === null)) ? 'null' : 'ok';
  }

  describe.each(Object.entries(table))('%s', (_field, row) => {
    it.each(callers.map((caller, index) => [caller, row.outcomes[index]!] as const))('answers %s with %s', async (caller, outcome) => {
      const before = await rowCounts();
      expect(await outcomeOf(row, caller)).toBe(outcome);
      if (outcome !== 'ok') expect(await rowCounts()).toEqual(before);
    });
  });

  it('lets a bookkeeper see only its own companies in lists and counts', async () => {
    const document = '{ companies { totalCount nodes { id } } }';
    for (const [caller, ids] of [
      ['own', [world.company.id, world.spareCompanyId]],
      ['other', [world.otherCompanyId]],
    ] as const) {
      const { data } = await world.graphql(document, {}, world.tokens[caller]);
      expect(data).toEqual({ companies: { totalCount: ids.length, nodes: ids.map((id) => ({ id })) } });
    }
  });

  it('shows the tax id to those with its permission, and null with FORBIDDEN at its path to others', async () => {
    const document = 'query ($companyId: ID!) { company(id: $companyId) { legalName taxId } }';
    const seen = await world.graphql(document, companyId(world), world.tokens.ADMIN);
    expect(seen.data).toMatchObject({ company: { taxId: '12-3456789' } });
    const denied = await world.graphql(document, companyId(world), world.tokens.AUDITOR);
    expect(denied.data).toMatchObject({ company: { taxId: null } });
    expect(denied.errors).toMatchObject([{ path: ['company', 'taxId'], extensions: { code: 'FORBIDDEN', retryable: false } }]);
  });

  it.each([
    ['transactions:read', '{ transaction(id: $id) { id company { legalName } } }'],
    ['accounts:read', '{ account(id: $id) { id company { legalName } } }'],
  ])('shows a token with %s alone nothing of the company around', async (permission, selection) => {
    const token = await world.server.token(world.clients.ADMIN, permission);
    const id = permission === 'accounts:read' ? world.accountId : world.transactionId;
    const own = await world.graphql(`query ($id: ID!) ${selection.replace('company { legalName }', '')}`, { id }, token);
    expect(own.errors).toBeUndefined();
    const { codes } = await world.graphql(`query ($id: ID!) ${selection}`, { id }, token);
    expect(codes).toEqual(['FORBIDDEN']);
  });

  it('runs nothing of a mutation of which one field is denied', async () => {
    const before = await rowCounts();
    const document = `mutation ($new: CreateAccountInput!, $company: CreateCompanyInput!) {
      createAccount(input: $new) { account { id } } createCompany(input: $company) { company { id } } }`;
    const variables = {
      new: { companyId: world.company.id, code: '8888', name: 'x', type: 'ASSET' },
      company: { legalName: 'x' },
    };
    const answer = await world.graphql(document, variables, world.tokens.own);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(await rowCounts()).toEqual(before);
  });
});
