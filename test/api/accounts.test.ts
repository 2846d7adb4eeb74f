import { forEachEngine } from '../support/engines';
import { absentId, createAccount, createTransaction, entriesOf, openApiBooks, type ApiBooks } from './support/api-books';

const fields = `id code name type subtype normalBalance status description metadata createdAt updatedAt parent { id code } company { id legalName }
  balances { amount currency }`;
const create = `mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { ${fields} } } }`;
const update = `mutation ($input: UpdateAccountInput!) { updateAccount(input: $input) { account { ${fields} } } }`;
const archive = 'mutation ($input: ArchiveAccountInput!) { archiveAccount(input: $input) { account { id status } } }';
const read = `query ($id: ID!) { account(id: $id) { ${fields} } }`;

forEachEngine((engine) => {
  let books: ApiBooks;
  let serial = 0;

  beforeAll(async () => {
    books = await openApiBooks(engine);
  });
  afterAll(() => books?.close());

  const made = async (input: object = {}) => {
    const whole = { companyId: books.companyId, code: `9${serial++}`, name: 'Made', type: 'ASSET', ...input };
    return (await books.ask(create, { input: whole })).createAccount.account;
  };
  const withCode = async (code: string) => {
    const document =
      'query ($companyId: ID!, $code: String) { accounts(companyId: $companyId, filter: { codePrefix: $code }) { nodes { id } } }';
    return (await books.ask(document, { companyId: books.companyId, code })).accounts.nodes[0].id as string;
  };

  it('makes an account with everything that was said of it, and shows it so from then on', async () => {
    const parent = await made();
    const said = {
      code: 'Ä-1',
      name: 'Till 1',
      type: 'ASSET',
      subtype: 'CASH',
      description: 'By the door',
      metadata: { drawer: 1 },
    };
    const account = await made({ ...said, parentId: parent.id.toUpperCase() });
    const instant = new Date(books.server.clock.now()).toISOString();
    expect(account).toEqual({
      ...said,
      id: account.id,
      normalBalance: 'DEBIT',
      status: 'ACTIVE',
      parent: { id: parent.id, code: parent.code },
      company: { id: books.companyId, legalName: 'Acme' },
      balances: [],
      createdAt: instant,
      updatedAt: instant,
    });
    expect((await books.ask(read, { id: account.id })).account).toEqual(account);
    expect((await books.ask(`query ($id: ID!) { node(id: $id) { ... on Account { ${fields} } } }`, { id: account.id })).node).toEqual(
      account,
    );
  });

  it.each([
    ['ASSET', 'DEBIT'],
    ['LIABILITY', 'CREDIT'],
    ['EQUITY', 'CREDIT'],
    ['REVENUE', 'CREDIT'],
    ['EXPENSE', 'DEBIT'],
  ])('says that an account of type %s grows on the %s side', async (type, normalBalance) => {
    expect(await made({ type })).toMatchObject({ type, normalBalance });
  });

  it('tells all that is wrong with a new account at once, and makes none', async () => {
    const input = {
      companyId: books.companyId,
      code: '1000',
      name: '',
      type: 'LIABILITY',
      subtype: 'CASH',
      description: 'x'.repeat(1001),
      metadata: { text: 'x'.repeat(16_384) },
      parentId: await withCode('1000'),
    };
    expect(await books.refusal(create, { input })).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: [
        'input.code CODE_TAKEN',
        'input.description TOO_LONG',
        'input.metadata TOO_LONG',
        'input.name REQUIRED',
        'input.parentId TYPE_MISMATCH',
        'input.subtype SUBTYPE_MISMATCH',
      ],
    });
  });

  it.each([
    ['a code that is empty', { code: ' ' }, 'input.code REQUIRED'],
    ['a code with a NUL character', { code: '1\0' }, 'input.code NOT_PRINTABLE'],
    ['a parent whose id is no UUID', { parentId: 'x' }, 'input.parentId NOT_A_UUID'],
    ['a parent whose id is empty', { parentId: '' }, 'input.parentId NOT_A_UUID'],
    ['a parent that does not exist', { parentId: absentId }, 'input.parentId NOT_FOUND'],
    ['a company whose id is no UUID', { companyId: 'x' }, 'input.companyId NOT_A_UUID'],
  ])('refuses %s', async (_name, wrong, violation) => {
    const input = { companyId: books.companyId, code: `new${serial++}`, name: 'x', type: 'ASSET', ...wrong };
    expect(await books.refusal(create, { input })).toMatchObject({
      code: violation.endsWith('NOT_FOUND') ? 'NOT_FOUND' : 'BAD_USER_INPUT',
      violations: [violation],
    });
  });

  it('lets two companies use the same code, and one only once', async () => {
    const other = await books.openCompany({ chart: 'EMPTY' });
    expect(await made({ companyId: other, code: '1000' })).toMatchObject({ code: '1000', company: { id: other } });
    expect(await books.refusal(create, { input: { companyId: other, code: '1000', name: 'x', type: 'ASSET' } })).toMatchObject({
      violations: ['input.code CODE_TAKEN'],
    });
  });

  it('changes what was named, leaves what was not, and clears what was null', async () => {
    const parent = await made();
    const account = await made({ subtype: 'CASH', description: 'x', metadata: { a: 1 }, parentId: parent.id });
    books.server.clock.advance(1000);
    const input = { id: account.id, name: 'Renamed', code: `${account.code}-b`, description: null };
    const changed = (await books.ask(update, { input })).updateAccount.account;
    expect(changed).toEqual({ ...account, ...input, updatedAt: new Date(books.server.clock.now()).toISOString() });
    expect((await books.ask(read, { id: account.id })).account).toEqual(changed);
    const cleared = (await books.ask(update, { input: { id: account.id, parentId: null, subtype: null, metadata: null } })).updateAccount
      .account;
    expect(cleared).toEqual({ ...changed, parent: null, subtype: null, metadata: null });
  });

  it('tells all that is wrong with a change at once, and changes nothing', async () => {
    const account = await made();
    const below = await made({ parentId: account.id });
    const input = { id: account.id, code: null, name: null, subtype: 'SALES', parentId: below.id };
    expect(await books.refusal(update, { input })).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: ['input.code REQUIRED', 'input.name REQUIRED', 'input.parentId CYCLE', 'input.subtype SUBTYPE_MISMATCH'],
    });
    const refused = async (change: object) => (await books.refusal(update, { input: { id: account.id, ...change } })).violations;
    expect(await refused({ parentId: account.id })).toEqual(['input.parentId CYCLE']);
    expect(await refused({ parentId: '' })).toEqual(['input.parentId NOT_A_UUID']);
    expect(await refused({ code: '1000' })).toEqual(['input.code CODE_TAKEN']);
    expect(await refused({ code: '' })).toEqual(['input.code REQUIRED']);
  });

  it.each([
    [read, { id: 'x' }, 'id'],
    [update, { input: { id: 'x' } }, 'input.id'],
    [archive, { input: { id: 'x' } }, 'input.id'],
    ['query ($id: ID!) { accounts(companyId: $id) { totalCount } }', { id: 'x' }, 'companyId'],
  ])('refuses an id that is no UUID: %s', async (document, variables, path) => {
    expect(await books.refusal(document, variables)).toMatchObject({ code: 'BAD_USER_INPUT', violations: [`${path} NOT_A_UUID`] });
  });

  it('says null or NOT_FOUND of an account that does not exist', async () => {
    expect(await books.ask(read, { id: absentId })).toEqual({ account: null });
    for (const document of [update, archive]) {
      expect(await books.refusal(document, { input: { id: absentId } })).toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('keeps the balance of an archived account, and posts nothing to it', async () => {
    const { id, code } = await made();
    const posting = { companyId: books.companyId, date: '2026-01-31', description: 'x', entries: entriesOf('1.00', code) };
    await books.ask(createTransaction, { input: posting });
    expect((await books.ask(archive, { input: { id } })).archiveAccount.account).toEqual({ id, status: 'ARCHIVED' });
    expect((await books.ask(archive, { input: { id } })).archiveAccount.account.status).toBe('ARCHIVED');
    expect(await books.refusal(createTransaction, { input: posting })).toMatchObject({
      code: 'ACCOUNT_ARCHIVED',
      violations: ['input.entries.0.accountCode ACCOUNT_ARCHIVED'],
    });
    expect((await books.ask(read, { id })).account).toMatchObject({ status: 'ARCHIVED', balances: [{ amount: '1.00', currency: 'USD' }] });
  });

  it('lists a chart by code, by type, subtype, status, prefix and part of a name taken literally', async () => {
    const companyId = await books.openCompany();
    const document =
      'query ($companyId: ID!, $filter: AccountFilter) { accounts(companyId: $companyId, filter: $filter) { totalCount nodes { code } } }';
    const list = async (filter: object) => {
      const { accounts } = await books.ask(document, { companyId, filter });
      expect(accounts.totalCount).toBe(accounts.nodes.length);
      return accounts.nodes.map(({ code }: { code: string }) => code);
    };
    const { id } = (await books.ask(createAccount, { input: { companyId, code: 'a_1', name: '100% cotton', type: 'REVENUE' } }))
      .createAccount.account;
    await books.ask(archive, { input: { id } });
    expect(await list({ type: 'REVENUE' })).toEqual(['4000', '4100', '4900', 'a_1']);
    expect(await list({ subtype: 'CASH' })).toEqual(['1000', '1010']);
    expect(await list({ status: 'ARCHIVED' })).toEqual(['a_1']);
    expect(await list({ codePrefix: '21' })).toEqual(['2100']);
    expect(await list({ codePrefix: 'A' })).toEqual([]);
    expect(await list({ search: 'CASH' })).toEqual(['1000', '1010']);
    expect(await list({ search: '0%' })).toEqual(['a_1']);
    expect(await list({ search: '_' })).toEqual(['a_1']);
    expect(await list({ type: 'ASSET', search: 'tax' })).toEqual([]);
    expect(await books.refusal(document, { companyId, filter: { search: '\0', codePrefix: '' } })).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: ['filter.codePrefix REQUIRED', 'filter.search NOT_PRINTABLE'],
    });
  });
});
