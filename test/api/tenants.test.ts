import { forEachEngine } from '../support/engines';
import { newId } from '../../src/shared/ids';
import { createAccount, createTransaction, entriesOf, openApiBooks, type ApiBooks } from './support/api-books';

/** What a stranger asks about: the objects of somebody else's company, or ids of the same kind that nothing has. */
interface Things {
  readonly company: string;
  readonly account: string;
  readonly transaction: string;
  readonly entry: string;
  readonly developer: string;
}

interface Question {
  readonly document: string;
  readonly variables: (things: Things, own: { readonly company: string; readonly account: string }) => object;
}

const posting = { date: '2026-01-31', description: 'x' };
const idQuestion = (document: string, kind: keyof Things): Question => ({
  document: `query ($id: ID!) { ${document} }`,
  variables: (things) => ({ id: things[kind] }),
});
const command = (name: string, input: Question['variables']): Question => ({
  document: `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename } }`,
  variables: (things, own) => ({ input: input(things, own) }),
});

const questions: Readonly<Record<string, Question>> = {
  'company by id': idQuestion('company(id: $id) { id legalName taxId accounts { totalCount } }', 'company'),
  'account by id': idQuestion('account(id: $id) { id code balances { amount } company { id } parent { id } }', 'account'),
  'transaction by id': idQuestion('transaction(id: $id) { id number hash entries { id } }', 'transaction'),
  'company by node': idQuestion('node(id: $id) { id __typename }', 'company'),
  'account by node': idQuestion('node(id: $id) { id __typename }', 'account'),
  'transaction by node': idQuestion('node(id: $id) { id __typename }', 'transaction'),
  'entry by node': idQuestion('node(id: $id) { id __typename }', 'entry'),
  'developer by node': idQuestion('node(id: $id) { id __typename }', 'developer'),
  'all of them by nodes': {
    document: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }',
    variables: (things, own) => ({ ids: [own.company, ...Object.values(things), own.account] }),
  },
  'list of accounts': idQuestion('accounts(companyId: $id, filter: { codePrefix: "1" }) { totalCount nodes { id } }', 'company'),
  'list of transactions': idQuestion('transactions(companyId: $id) { totalCount nodes { id } }', 'company'),
  'total of transactions alone': idQuestion('transactions(companyId: $id, first: 0) { totalCount }', 'company'),
  'list by an account of one’s own': {
    document: 'query ($id: ID!, $account: ID!) { transactions(companyId: $id, filter: { accountId: $account }) { totalCount } }',
    variables: (things, own) => ({ id: things.company, account: own.account }),
  },
  'own list by an account': {
    document: 'query ($id: ID!, $account: ID!) { transactions(companyId: $id, filter: { accountId: $account }) { totalCount } }',
    variables: (things, own) => ({ id: own.company, account: things.account }),
  },
  'own list through the company by an account': {
    document: 'query ($id: ID!, $account: ID!) { company(id: $id) { transactions(filter: { accountId: $account }) { totalCount } } }',
    variables: (things, own) => ({ id: own.company, account: things.account }),
  },
  'trial balance': idQuestion('trialBalance(companyId: $id, asOf: "2026-12-31") { rows { account { id } } otherCurrencies }', 'company'),
  'trial balance in a wrong currency': idQuestion('trialBalance(companyId: $id, asOf: "2026-12-31", currency: "XXZ") { asOf }', 'company'),
  'change of a company': command('updateCompany', (things) => ({ id: things.company, legalName: 'Mine' })),
  'change of a company that is wrong': command('updateCompany', (things) => ({ id: things.company, legalName: ' ' })),
  'archiving of a company': command('archiveCompany', (things) => ({ id: things.company })),
  'new account': command('createAccount', (things) => ({ companyId: things.company, code: 'secret', name: 'x', type: 'ASSET' })),
  'new account that is wrong': command('createAccount', (things) => ({ companyId: things.company, code: '', name: '', type: 'ASSET' })),
  'new account under a parent': command('createAccount', (things, own) => {
    return { companyId: own.company, code: 'new', name: 'x', type: 'EXPENSE', parentId: things.account };
  }),
  'change of an account': command('updateAccount', (things) => ({ id: things.account, name: 'Mine' })),
  'change of an account that is wrong': command('updateAccount', (things) => ({ id: things.account, code: '1000', name: ' ' })),
  'own account under a parent': command('updateAccount', (things, own) => ({ id: own.account, parentId: things.account })),
  'archiving of an account': command('archiveAccount', (things) => ({ id: things.account })),
  'new transaction': command('createTransaction', (things) => ({ ...posting, companyId: things.company, entries: entriesOf('1.00') })),
  'new draft': command('createTransaction', (things) => {
    return { ...posting, companyId: things.company, status: 'PENDING', entries: entriesOf('1.00') };
  }),
  'dry run': command('createTransaction', (things) => {
    return { ...posting, companyId: things.company, dryRun: true, entries: entriesOf('1.00', 'secret') };
  }),
  'transaction that is wrong': command('createTransaction', (things) => {
    return { ...posting, companyId: things.company, description: '', entries: entriesOf('0', 'none') };
  }),
  'transaction with its key': command('createTransaction', (things) => {
    return { ...posting, companyId: things.company, idempotencyKey: 'k-secret', externalId: 'e-secret', entries: entriesOf('1.00') };
  }),
  'own transaction on an account': command('createTransaction', (things, own) => ({
    ...posting,
    companyId: own.company,
    entries: [{ accountId: things.account, direction: 'DEBIT', amount: '1.00' }, entriesOf('1.00')[1]],
  })),
  batch: command('createTransactions', (things) => {
    return { companyId: things.company, onFailure: 'CONTINUE', transactions: [{ ...posting, entries: entriesOf('1.00') }] };
  }),
  'change of a transaction': command('updateTransaction', (things) => ({ id: things.transaction, description: 'Mine' })),
  'change of a transaction that is wrong': command('updateTransaction', (things) => {
    return { id: things.transaction, description: '', date: '2026-01-01', entries: entriesOf('0', 'secret') };
  }),
  'posting of a transaction': command('postTransaction', (things) => ({ id: things.transaction })),
  'posting with its key': command('postTransaction', (things) => ({ id: things.transaction, idempotencyKey: 'k-secret' })),
  'voiding of a transaction': command('voidTransaction', (things) => ({ id: things.transaction, reason: 'x' })),
  'reversal of a transaction': command('reverseTransaction', (things) => ({ id: things.transaction })),
  'reversal with its key': command('reverseTransaction', (things) => ({ id: things.transaction, idempotencyKey: 'k-secret' })),
  'grant of access': command('grantAccess', (things) => ({ companyId: things.company, developerId: things.developer, role: 'BOOKKEEPER' })),
};

/** Of these there is nothing to see, or nothing in this company, for anybody. */
const sameForAll = { 'entry by node': 1, 'own list by an account': 1, 'own list through the company by an account': 1 };

forEachEngine((engine) => {
  let books: ApiBooks;
  let stranger: string;
  let theirs: Things;
  let own: { company: string; account: string };

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
    theirs = { company: books.companyId, account, transaction, entry, developer: keeper.developerId };

    stranger = await books.server.as('INTEGRATOR');
    const open = 'mutation { createCompany(input: { legalName: "Own" }) { company { id } } }';
    const company = (await books.ask(open, {}, stranger)).createCompany.company.id;
    const mine = { companyId: company, code: 'mine', name: 'x', type: 'EXPENSE' };
    own = { company, account: (await books.ask(createAccount, { input: mine }, stranger)).createAccount.account.id };
  });
  afterAll(() => books?.close());

  /** The whole answer, headers too, with the ids asked about and what differs from request to request taken out. */
  async function answer({ document, variables }: Question, things: Things, token: string): Promise<unknown> {
    const body = JSON.stringify({ query: document, variables: variables(things, own) });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const response = await books.server.fetch('/graphql', { method: 'POST', headers, body });
    let text = await response.text();
    const requestId = response.headers.get('x-request-id');
    for (const id of [...Object.values(things), ...(requestId ? [requestId] : [])]) text = text.replaceAll(id, '<id>');
    text = text.replaceAll(/"requestId":"[^"]*"/g, '"requestId":"<id>"');
    const told = [...response.headers].filter(([name]) => !['date', 'x-request-id', 'content-length'].includes(name));
    return { status: response.status, headers: told, body: JSON.parse(text) as unknown };
  }

  const absent = (): Things => ({ company: newId(), account: newId(), transaction: newId(), entry: newId(), developer: newId() });

  describe.each(Object.entries(questions))('%s', (name, question) => {
    it('answers of another’s exactly as of what does not exist, and changes no row', async () => {
      const before = await books.rows();
      const [told, nothing] = [await answer(question, theirs, stranger), await answer(question, absent(), stranger)];
      expect(told).toEqual(nothing);
      expect(JSON.stringify(told)).not.toMatch(/secret|Acme|INTERNAL/i);
      expect(await books.rows()).toEqual(before);
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
