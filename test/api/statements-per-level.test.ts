import { isObjectType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { permissions } from '../../src/auth';
import { AnomalyEntity } from '../../src/anomalies/anomaly.entity';
import { EntryDirection } from '../../src/ledger';
import { buildLedgerSchema } from '../../src/http/schema/build-schema';
import { resolverClasses } from '../../src/http/schema/resolver-classes';
import { newId } from '../../src/shared/ids';
import { principalWith } from '../support/books';
import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';

const FEW = 3;
const MANY = 50;
const SOME = 3;

/** Lists of many objects with all that each of them has to look up. */
const queries: Readonly<Record<string, string>> = {
  companies: `{ companies(first: 100) { nodes { taxId booksClosedThrough journalHead { number }
    accounts(first: 10) { totalCount nodes { company { id } parent { id } normalBalance balances(asOf: "2026-06-30", includeChildren: true) { amount } } }
    transactions(first: 5) { totalCount nodes { company { id } entries { account { name } } reverses { id } reversedBy { id } voidReason } } } } }`,
  'companies with filters and orders': `{ companies(first: 100) { nodes {
    accounts(last: 3, filter: { type: ASSET, search: "a" }) { totalCount edges { cursor node { name } } }
    found: transactions(filter: { search: "sale", counterparty: "nord" }) { totalCount nodes { id } }
    numbered: transactions(last: 2, filter: { dateFrom: "2026-01-01" }, orderBy: { field: NUMBER, direction: DESC }) { totalCount nodes { id } }
    latest: transactions(first: 2, filter: { tag: "t", amountMin: "1.00" }, orderBy: { field: CREATED_AT, direction: ASC }) { totalCount nodes { id } } } } }`,
  accounts: `query ($company: ID!) { accounts(companyId: $company, first: 100) { nodes { company { id } parent { parent { id } } normalBalance balances { amount } } } }`,
  transactions: `query ($company: ID!) { transactions(companyId: $company, first: 100) { nodes {
    company { id } entries { account { balances { amount } } } reverses { entries { id } } reversedBy { entries { id } } voidReason } } }`,
  'drafts that were given up': `query ($company: ID!) { transactions(companyId: $company, first: 100, filter: { status: [VOIDED] }) { nodes { voidReason entries { id } } } }`,
  'objects by id': `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Company { accounts { nodes { balances { amount } } } transactions { nodes { entries { id } } } } } }`,
  developers: `{ developers(first: 100) { nodes { roles quota { burst } subjects { issuer } access { company { accounts { nodes { id } } } }
    credentials { lastUsedAt secrets { lastFour lastUsedAt } } } } }`,
  roles: `{ roles { quota { burst } } }`,
  'audit events': `{ auditEvents(first: 100) { nodes { company { transactions { nodes { entries { account { id } } } } } developer { credentials { id } } } } }`,
  usage: `{ usage(from: "2026-07-01T00:00:00Z", to: "2026-07-02T00:00:00Z", groupBy: [DEVELOPER, CREDENTIAL]) {
    totals { requests } series { developer { roles } credentialId } } }`,
  anomalies: `{ anomalies(first: 100) { nodes { developer { roles } credentialId acknowledgedBy { name } note } } }`,
  'general ledger': `query ($company: ID!, $account: ID!) {
    generalLedger(companyId: $company, accountId: $account, from: "2026-01-01", to: "2026-12-31", first: 100) {
      nodes { entry { account { id } } transaction { entries { account { id } } reversedBy { id } } } } }`,
  'trial balance': `query ($company: ID!) { trialBalance(companyId: $company, asOf: "2026-12-31") { company { id } rows { account { company { id } parent { id } balances { amount } } } } }`,
};

/** Fields of single objects, of which a request has one or a few. */
const single = /^(Viewer|Query|Mutation|StatementChanges)\.|Payload\.|^(BalanceSheet|IncomeStatement|CashFlowStatement)\.company$/;

test('every field that looks something up is counted here', () => {
  const instances = resolverClasses.map((resolver) => Object.create(resolver.prototype as object) as object);
  const schema = buildLedgerSchema({ resolverClasses, instances });
  const asked = new Set<string>();
  const info = new TypeInfo(schema);
  const note = () => void asked.add(`${info.getParentType()!.name}.${info.getFieldDef()!.name}`);
  for (const query of Object.values(queries)) visit(parse(query), visitWithTypeInfo(info, { Field: note }));
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const lookedUp = types.flatMap((type) =>
    Object.values(type.getFields())
      .filter(({ resolve }) => resolve !== undefined)
      .map(({ name }) => `${type.name}.${name}`),
  );
  expect(lookedUp.length).toBeGreaterThan(20);
  expect(lookedUp.filter((name) => !asked.has(name) && !single.test(name) && !name.startsWith('__'))).toEqual([]);
});

forEachEngine((engine) => {
  let server: TestServer;
  const admin = principalWith(permissions);
  const companies: { id: string; key: number }[] = [];
  let parentId: string | undefined;

  beforeAll(async () => {
    server = await startServer(engine, { settings: { MAX_COST: '1000000' } });
  });
  afterAll(() => server?.close());

  test('a level takes hardly more statements for fifty objects than for three', async () => {
    for (let index = 0; index < FEW; index += 1) await addOneOfEach(index);
    const few = await statementsOfEach();
    for (let index = FEW; index < MANY; index += 1) await addOneOfEach(index);
    const many = await statementsOfEach();
    // What is known from before is not read again, and long lists may be read along another index than short ones.
    for (const name of Object.keys(queries))
      expect({ name, more: Math.max(0, many[name]! - few[name]! - SOME) }).toEqual({ name, more: 0 });
  }, 120_000);

  /** A company with transactions, a developer with access to it who has asked something, and in the first company a transaction of each kind. */
  async function addOneOfEach(index: number): Promise<void> {
    const { ledger } = server.services;
    const company = await server.services.companies.companies.create(admin, { legalName: `Company ${index}` });
    companies.push(company);
    await ledger.transactions.createMany(admin, { companyId: company.id, transactions: [sale(index), sale(index + 1)] });
    const client = await server.client('BOOKKEEPER', company.id);
    await server.graphql('{ viewer { roles } }', {}, client.token);
    await noteAnomaly(client.developerId);
    const companyId = companies[0]!.id;
    const account = { companyId, code: `9${String(index).padStart(3, '0')}`, name: 'Part', type: 'ASSET' as never, parentId };
    parentId = (await ledger.accounts.create(admin, account)).id;
    const { transaction } = await ledger.transactions.create(admin, { companyId, ...sale(index) });
    await change('reverseTransaction', { id: transaction.id, date: '2026-02-01' });
    const draft = await ledger.transactions.create(admin, { companyId, ...sale(index), status: 'PENDING' as never });
    await change('voidTransaction', { id: draft.transaction.id, reason: 'Not needed' });
  }

  async function noteAnomaly(developerId: string): Promise<void> {
    const [[developerKey, credentialKey]] = (await server.database.reader.rows(
      ['d.key', 'c.key'],
      'from developers d join credentials c on c.developer_key = d.key where d.id = ?1',
      [developerId],
    )) as [[number, number]];
    const now = server.clock.now();
    const about = { developerKey, credentialKey, acknowledgedBy: developerKey, acknowledgedAt: now, note: 'Known', summary: 'Much' };
    const found = { id: newId(), kind: 'VOLUME_SPIKE', severity: 'LOW', subject: developerId, detectedAt: now, evidence: {} };
    const measured = { windowFrom: now, windowTo: now, observed: 2, expected: 1, notifyTries: 0 };
    await server.database.writer.run(({ manager }) => manager.insert(AnomalyEntity, { ...found, ...about, ...measured }));
  }

  async function change(name: string, input: object): Promise<void> {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const { codes } = await server.graphql(
      `mutation ($input: ${type}!) { ${name}(input: $input) { __typename } }`,
      { input },
      await server.admin(),
    );
    expect(codes).toEqual([]);
  }

  async function statementsOfEach(): Promise<Record<string, number>> {
    const [company, ids] = [companies[0]!.id, companies.map(({ id }) => id)];
    const [account] = (await server.services.ledger.accounts.list(companies[0]!.key, { codePrefix: '1000' }, {})).nodes;
    const counts: Record<string, number> = {};
    for (const [name, query] of Object.entries(queries)) counts[name] = await statementsOf(query, { company, ids, account: account!.id });
    return counts;
  }

  async function statementsOf(query: string, variables: object): Promise<number> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await server.admin()}`, 'open-ledger-usage': '1' };
    const response = await server.fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    const answer = (await response.json()) as { errors?: object[]; extensions: { usage: { statements: number } } };
    expect(answer.errors).toBeUndefined();
    return answer.extensions.usage.statements;
  }
});

function sale(index: number) {
  const line = (accountCode: string, direction: EntryDirection) => ({ accountCode, direction, amount: `${1 + index}.00` });
  return {
    date: 20260131,
    description: 'Sale',
    counterparty: 'Nord AG',
    tags: ['t'],
    entries: [line('1000', EntryDirection.DEBIT), line('4000', EntryDirection.CREDIT)],
  };
}
