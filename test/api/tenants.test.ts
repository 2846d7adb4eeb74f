import { newId } from '../../src/shared/ids';
import { storeAnomaly } from '../anomalies/support/stored-anomalies';
import { forEachEngine } from '../support/engines';
import { allRows } from '../support/rows';
import type { TestClient } from '../support/server';
import { createAccount, createTransaction, entriesOf, openApiBooks, type ApiBooks } from './support/api-books';
import { posting, questions, sameForAll, type Own, type Question, type Things } from './support/tenant-questions';

/** Who asks: the opener of another company, and an ADMIN of that company alone, to whom no operation is closed as such. */
const strangers = ['INTEGRATOR', 'ADMIN'] as const;

forEachEngine((engine) => {
  let books: ApiBooks;
  let stranger: string;
  let theirs: Things;
  let asking: Readonly<Record<(typeof strangers)[number], { readonly token: string; readonly own: Own }>>;
  let own: Own;

  beforeAll(async () => {
    books = await openApiBooks(engine);
    const keeper = await books.server.client('BOOKKEEPER', books.companyId);
    const secret = { companyId: books.companyId, code: 'secret', name: 'Secret account', type: 'ASSET' };
    const account = (await books.ask(createAccount, { input: secret })).createAccount.account.id;
    const input = {
      ...posting,
      companyId: books.companyId,
      idempotencyKey: 'k-secret',
      externalId: 'e-secret',
      entries: entriesOf('1.00'),
    };
    const transaction = (await books.ask(createTransaction, { input })).createTransaction.transaction.id;
    const entries = await books.ask('query ($id: ID!) { transaction(id: $id) { entries { id } } }', { id: transaction });
    const entry = entries.transaction.entries[0].id;
    const credential = await credentialOf(keeper);
    const anomaly = await storeAnomaly(books.server, { ...keeper, summary: 'Secret' });
    theirs = { company: books.companyId, account, transaction, entry, developer: keeper.developerId, credential, anomaly };

    const integrator = await books.server.client('INTEGRATOR');
    stranger = integrator.token;
    const open = 'mutation { createCompany(input: { legalName: "Own" }) { company { id } } }';
    const company = (await books.ask(open, {}, stranger)).createCompany.company.id;
    const mine = { companyId: company, code: 'mine', name: 'x', type: 'EXPENSE' };
    const ownAccount = (await books.ask(createAccount, { input: mine }, stranger)).createAccount.account.id;
    own = { company, account: ownAccount, developer: integrator.developerId };
    const local = await books.server.client('ADMIN', company);
    asking = { INTEGRATOR: { token: stranger, own }, ADMIN: { token: local.token, own: { ...own, developer: local.developerId } } };
  });
  afterAll(() => books?.close());

  async function credentialOf({ developerId: id }: TestClient): Promise<string> {
    const document = 'query ($id: ID!) { developer(id: $id) { credentials { id } } }';
    return (await books.ask(document, { id }, await books.server.admin())).developer.credentials[0].id;
  }

  /** The whole answer, headers too, with the ids asked about and what differs from request to request taken out. */
  async function answer({ document, variables }: Question, things: Things, token: string, mine = own): Promise<unknown> {
    const body = JSON.stringify({ query: document, variables: variables(things, mine) });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const response = await books.server.fetch('/graphql', { method: 'POST', headers, body });
    let text = await response.text();
    const requestId = response.headers.get('x-request-id');
    for (const id of [...Object.values(things), ...(requestId ? [requestId] : [])]) text = text.replaceAll(id, '<id>');
    text = text.replaceAll(/"requestId":"[^"]*"/g, '"requestId":"<id>"');
    const told = [...response.headers].filter(([name]) => !['date', 'x-request-id', 'content-length'].includes(name));
    return { status: response.status, headers: told, body: JSON.parse(text) as unknown };
  }

  const absent = () => Object.fromEntries(Object.keys(theirs).map((kind) => [kind, newId()])) as unknown as Things;

  describe.each(Object.entries(questions))('%s', (name, question) => {
    it.each(strangers)('answers %s of another’s exactly as of what does not exist, and changes no row', async (name) => {
      const { token, own: mine } = asking[name];
      const before = await allRows(books.server);
      const [told, nothing] = [await answer(question, theirs, token, mine), await answer(question, absent(), token, mine)];
      expect(told).toEqual(nothing);
      expect(JSON.stringify(told)).not.toMatch(/secret|Acme|INTERNAL/i);
      expect(await allRows(books.server)).toEqual(before);
    });

    if (name in sameForAll || question.document.startsWith('mutation')) return;

    it('answers somebody who sees both otherwise, so that the question is a real one', async () => {
      const admin = await books.server.admin();
      expect(await answer(question, theirs, admin)).not.toEqual(await answer(question, absent(), admin));
    });
  });

  it('refuses a cursor of another company’s list like one that nobody made', async () => {
    for (const list of ['accounts', 'transactions']) {
      const document = `query ($id: ID!, $after: String) { ${list}(companyId: $id, after: $after) { totalCount pageInfo { endCursor } } }`;
      const cursor = (await books.ask(document, { id: theirs.company }))[list].pageInfo.endCursor;
      const told = await books.refusal(document, { id: own.company, after: cursor }, stranger);
      expect(told).toEqual(await books.refusal(document, { id: own.company, after: 'bm9uZQ' }, stranger));
      expect(told.violations).toEqual(['after FOREIGN_CURSOR']);
      expect(await books.refusal(document, { id: theirs.company, after: cursor }, stranger)).toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('lets each company use any idempotency key, external id and account code, whoever else does', async () => {
    const account = { companyId: own.company, code: 'secret', name: 'x', type: 'ASSET' };
    await books.ask(createAccount, { input: account }, stranger);
    const entries = entriesOf('1.00');
    const input = { ...posting, companyId: own.company, idempotencyKey: 'k-secret', externalId: 'e-secret', entries };
    const { replayed, transaction } = (await books.ask(createTransaction, { input }, stranger)).createTransaction;
    expect([replayed, transaction.id === theirs.transaction]).toEqual([false, false]);
    const document = 'query ($id: ID!) { transactions(companyId: $id, filter: { externalId: "e-secret" }) { totalCount nodes { id } } }';
    expect((await books.ask(document, { id: own.company }, stranger)).transactions).toEqual({
      totalCount: 1,
      nodes: [{ id: transaction.id }],
    });
  });

  it('counts and lists only what the caller sees, whatever is looked for', async () => {
    for (const filter of [{}, { search: 'A' }, { externalId: 'e-secret' }, { status: 'ACTIVE' }]) {
      const document = 'query ($filter: CompanyFilter) { companies(filter: $filter) { totalCount nodes { id } } }';
      const { companies } = await books.ask(document, { filter }, stranger);
      expect(companies.nodes.every(({ id }: { id: string }) => id === own.company)).toBe(true);
      expect(companies.totalCount).toBe(companies.nodes.length);
    }
  });
});
