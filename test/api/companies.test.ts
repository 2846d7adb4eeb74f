import { forEachEngine } from '../support/engines';
import { absentId, createAccount, createTransaction, entriesOf, openApiBooks, type ApiBooks } from './support/api-books';

const fields = `id legalName externalId entityType baseCurrency fiscalYearStartMonth status booksClosedThrough metadata createdAt updatedAt
  accounts(first: 1) { totalCount nodes { code } } transactions { totalCount }`;
const create = `mutation ($input: CreateCompanyInput!) { createCompany(input: $input) { company { ${fields} } } }`;
const update = `mutation ($input: UpdateCompanyInput!) { updateCompany(input: $input) { company { ${fields} } } }`;
const archive = 'mutation ($input: ArchiveCompanyInput!) { archiveCompany(input: $input) { company { id status } } }';
const read = `query ($id: ID!) { company(id: $id) { ${fields} } }`;

forEachEngine((engine) => {
  let books: ApiBooks;

  beforeAll(async () => {
    books = await openApiBooks(engine);
  });
  afterAll(() => books?.close());

  const whole = {
    legalName: 'Ōtautahi Bäckerei 🥐 GmbH',
    externalId: 'crm-17',
    entityType: 'LLC',
    taxId: '12-3456789',
    baseCurrency: 'NZD',
    fiscalYearStartMonth: 4,
    metadata: { region: { name: 'Canterbury', codes: [1, 2.5, null] } },
  };
  const { taxId: _taxId, ...shown } = whole;

  it('opens a company with everything that was said of it, and shows it so from then on', async () => {
    const { company } = (await books.ask(create, { input: whole })).createCompany;
    const instant = new Date(books.server.clock.now()).toISOString();
    expect(company).toMatchObject({ ...shown, status: 'ACTIVE', booksClosedThrough: null, createdAt: instant, updatedAt: instant });
    expect((await books.ask(read, { id: company.id })).company).toEqual(company);
    expect((await books.ask(`query ($id: ID!) { node(id: $id) { ... on Company { ${fields} } } }`, { id: company.id })).node).toEqual(
      company,
    );
    const seen = await books.ask('query ($id: ID!) { company(id: $id) { taxId } }', { id: company.id }, await books.server.admin());
    expect(seen.company.taxId).toBe(whole.taxId);
  });

  it('opens a company from its name alone: US dollars, the calendar year, the standard chart', async () => {
    const { company } = (await books.ask(create, { input: { legalName: 'Plain' } })).createCompany;
    expect(company).toMatchObject({
      baseCurrency: 'USD',
      fiscalYearStartMonth: 1,
      externalId: null,
      entityType: null,
      metadata: null,
      accounts: { totalCount: 35, nodes: [{ code: '1000' }] },
      transactions: { totalCount: 0 },
    });
  });

  it('opens a company without accounts where the chart is to be empty', async () => {
    const { company } = (await books.ask(create, { input: { legalName: 'Bare', chart: 'EMPTY' } })).createCompany;
    expect(company.accounts).toEqual({ totalCount: 0, nodes: [] });
  });

  it('tells all that is wrong with a new company at once, and opens none', async () => {
    const input = {
      legalName: ' ',
      externalId: 'x'.repeat(101),
      taxId: 'x'.repeat(51),
      baseCurrency: 'XXZ',
      fiscalYearStartMonth: 13,
      metadata: { text: 'x'.repeat(16_384) },
    };
    expect(await books.refusal(create, { input })).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: [
        'input.baseCurrency UNKNOWN_CURRENCY',
        'input.externalId TOO_LONG',
        'input.fiscalYearStartMonth OUT_OF_RANGE',
        'input.legalName REQUIRED',
        'input.metadata TOO_LONG',
        'input.taxId TOO_LONG',
      ],
    });
  });

  it.each([
    ['a legal name that is missing', { externalId: 'x' }],
    ['a field that there is not', { legalName: 'x', status: 'ARCHIVED' }],
    ['a currency in small letters', { legalName: 'x', baseCurrency: 'usd' }],
    ['metadata that is no object', { legalName: 'x', metadata: [1] }],
    ['a month with a fraction', { legalName: 'x', fiscalYearStartMonth: 1.5 }],
    ['an entity type that there is not', { legalName: 'x', entityType: 'GUILD' }],
    ['a NUL character', { legalName: 'a\0b' }],
    ['half of a surrogate pair', { legalName: 'a\ud83e' }],
  ])('refuses %s', async (_name, input) => {
    expect(await books.refusal(create, { input })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('changes what was named, leaves what was not, and clears what was null', async () => {
    const { company } = (await books.ask(create, { input: whole })).createCompany;
    books.server.clock.advance(1000);
    const changed = (await books.ask(update, { input: { id: company.id, legalName: 'Renamed', externalId: null } })).updateCompany.company;
    expect(changed).toEqual({
      ...company,
      legalName: 'Renamed',
      externalId: null,
      updatedAt: new Date(books.server.clock.now()).toISOString(),
    });
    expect((await books.ask(read, { id: company.id })).company).toEqual(changed);
    const seen = await books.ask('query ($id: ID!) { company(id: $id) { taxId } }', { id: company.id }, await books.server.admin());
    expect(seen.company.taxId).toBe(whole.taxId);
  });

  it('tells all that is wrong with a change at once, and changes nothing', async () => {
    const input = { id: books.companyId, legalName: null, fiscalYearStartMonth: null, externalId: '', taxId: 'x'.repeat(51) };
    expect(await books.refusal(update, { input })).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: ['input.externalId REQUIRED', 'input.fiscalYearStartMonth REQUIRED', 'input.legalName REQUIRED', 'input.taxId TOO_LONG'],
    });
  });

  it('keeps the books of an archived company readable, and refuses every change to them', async () => {
    const id = await books.openCompany();
    await books.ask(createTransaction, { input: { companyId: id, date: '2026-01-31', description: 'x', entries: entriesOf('1.00') } });
    expect((await books.ask(archive, { input: { id } })).archiveCompany.company).toEqual({ id, status: 'ARCHIVED' });
    expect((await books.ask(archive, { input: { id } })).archiveCompany.company.status).toBe('ARCHIVED');
    const { company } = await books.ask('query ($id: ID!) { company(id: $id) { accounts { nodes { id } } transactions { totalCount } } }', {
      id,
    });
    expect(company.transactions.totalCount).toBe(1);
    const posting = { companyId: id, date: '2026-01-31', description: 'x', entries: entriesOf('1.00') };
    const changeAccount = 'mutation ($input: UpdateAccountInput!) { updateAccount(input: $input) { account { id } } }';
    const account = { companyId: id, code: '9', name: 'x', type: 'ASSET' };
    for (const [document, input, path] of [
      [createTransaction, posting, 'input'],
      [createAccount, account, 'input.companyId'],
      [changeAccount, { id: company.accounts.nodes[0].id, name: 'x' }, 'input.id'],
    ] as const) {
      expect(await books.refusal(document, { input })).toMatchObject({ violations: [`${path} COMPANY_ARCHIVED`] });
    }
  });

  it.each([
    [read, { id: 'x' }, 'id'],
    ['query ($id: ID!) { node(id: $id) { id } }', { id: 'x' }, 'id'],
    ['query ($id: ID!) { nodes(ids: [$id]) { id } }', { id: '' }, 'ids.0'],
    [update, { input: { id: `${absentId}0`, legalName: 'x' } }, 'input.id'],
    [archive, { input: { id: 17 } }, 'input.id'],
  ])('refuses an id that is no UUID: %s', async (document, variables, path) => {
    expect(await books.refusal(document, variables)).toMatchObject({ code: 'BAD_USER_INPUT', violations: [`${path} NOT_A_UUID`] });
  });

  it('knows an id whatever its case, and says it in lower case', async () => {
    const { company } = await books.ask(read, { id: books.companyId.toUpperCase() });
    expect(company.id).toBe(books.companyId);
  });

  it('lists companies in the order of their opening, by status, external id and part of a name taken literally', async () => {
    const token = await books.server.as('INTEGRATOR');
    const list = async (filter?: object) => {
      const document = 'query ($filter: CompanyFilter) { companies(filter: $filter) { totalCount nodes { legalName } } }';
      const { companies } = await books.ask(document, { filter }, token);
      const names = companies.nodes.map(({ legalName }: { legalName: string }) => legalName);
      expect(companies.totalCount).toBe(names.length);
      return names;
    };
    for (const input of [{ legalName: '50% Off_Shop', externalId: 'A-1' }, { legalName: 'Off the Shelf' }, { legalName: 'ZZ' }]) {
      await books.ask(create, { input }, token);
    }
    const { companies } = await books.ask('{ companies(last: 1) { nodes { id } } }', {}, token);
    await books.ask(archive, { input: { id: companies.nodes[0].id } }, token);
    expect(await list()).toEqual(['50% Off_Shop', 'Off the Shelf', 'ZZ']);
    expect(await list({ status: 'ARCHIVED' })).toEqual(['ZZ']);
    expect(await list({ status: 'ACTIVE', search: 'off' })).toEqual(['50% Off_Shop', 'Off the Shelf']);
    expect(await list({ search: '0%' })).toEqual(['50% Off_Shop']);
    expect(await list({ search: 'f_s' })).toEqual(['50% Off_Shop']);
    expect(await list({ search: 'a-1' })).toEqual(['50% Off_Shop']);
    expect(await list({ externalId: 'A-1' })).toEqual(['50% Off_Shop']);
    expect(await list({ externalId: 'a-1' })).toEqual([]);
  });

  it('refuses a filter that cannot mean anything, naming all that is wrong', async () => {
    const document = 'query ($filter: CompanyFilter) { companies(filter: $filter) { nodes { id } } }';
    expect(await books.refusal(document, { filter: { search: 'a\0', externalId: ' ' } })).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: ['filter.externalId REQUIRED', 'filter.search NOT_PRINTABLE'],
    });
  });

  it('lets an integrator open a company and keep its books at once with the same token, and see nobody else’s', async () => {
    const token = await books.server.as('INTEGRATOR');
    expect((await books.server.graphql('{ companies { totalCount } }', {}, token)).codes).toEqual(['FORBIDDEN']);
    const { company } = (await books.ask(create, { input: { legalName: 'Mine' } }, token)).createCompany;
    const posting = { companyId: company.id, date: '2026-01-31', description: 'x', entries: entriesOf('1.00') };
    expect((await books.ask(createTransaction, { input: posting }, token)).createTransaction.transaction.number).toBe(1);
    await books.ask(createAccount, { input: { companyId: company.id, code: '9', name: 'x', type: 'ASSET' } }, token);
    await books.ask(update, { input: { id: company.id, externalId: 'x' } }, token);
    const { companies } = await books.ask('{ companies { totalCount nodes { id } } }', {}, token);
    expect(companies).toEqual({ totalCount: 1, nodes: [{ id: company.id }] });
    expect(await books.ask(read, { id: books.companyId }, token)).toEqual({ company: null });
  });

  it('gives whoever opens a company no more in it than the token may carry', async () => {
    const token = await books.server.token(await books.server.client('INTEGRATOR'), 'companies:create');
    const document = 'mutation { createCompany(input: { legalName: "Narrow" }) { company { id } } }';
    const { company } = (await books.ask(document, {}, token)).createCompany;
    expect((await books.server.graphql(document.replace('{ id }', '{ accounts { totalCount } }'), {}, token)).codes).toEqual(['FORBIDDEN']);
    expect((await books.server.graphql(read, { id: company.id }, token)).codes).toEqual(['FORBIDDEN']);
  });
});
