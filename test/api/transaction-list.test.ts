import { forEachEngine } from '../support/engines';
import { absentId, createTransaction, entriesOf, openApiBooks, type ApiBooks } from './support/api-books';

const list = `query ($companyId: ID!, $filter: TransactionFilter, $orderBy: TransactionOrder) {
  transactions(companyId: $companyId, filter: $filter, orderBy: $orderBy) { totalCount nodes { description entries { amount { amount } } } }
  company(id: $companyId) { transactions(filter: $filter, orderBy: $orderBy) { totalCount nodes { description } } } }`;

const samples = [
  { date: '2026-01-05', description: 'Rent', counterparty: 'Harbour Estates', entries: entriesOf('1000.00', '6100') },
  { date: '2026-03-01', description: '100% wool_coat', tags: ['clothes', 'ice "cold"'], entries: entriesOf('59.90', '6120') },
  { date: '2026-01-10', description: 'Coffee', externalId: 'X-1', entries: entriesOf('3.20', '6120', '4000', { memo: 'for the Kitchen' }) },
  { date: '2026-01-15', description: 'Train', entries: entriesOf('1500', '6160', '4000', { currency: 'JPY' }) },
  { date: '2026-02-20', description: 'Plan', status: 'PENDING', entries: entriesOf('10.00', '6120') },
];

forEachEngine((engine) => {
  let books: ApiBooks;
  let suppliesId: string;

  beforeAll(async () => {
    books = await openApiBooks(engine);
    const { companyId } = books;
    for (const sample of samples) await books.ask(createTransaction, { input: { companyId, ...sample } });
    const document = 'query ($companyId: ID!) { accounts(companyId: $companyId, filter: { codePrefix: "6120" }) { nodes { id } } }';
    suppliesId = (await books.ask(document, { companyId })).accounts.nodes[0].id;
  });
  afterAll(() => books?.close());

  /** The descriptions found, which the list of the company itself finds too, and their number. */
  const found = async (filter: object, orderBy?: object) => {
    const { transactions, company } = await books.ask(list, { companyId: books.companyId, filter, orderBy });
    const descriptions = transactions.nodes.map(({ description }: { description: string }) => description);
    expect(transactions.totalCount).toBe(descriptions.length);
    expect(company.transactions.nodes).toEqual(descriptions.map((description: string) => ({ description })));
    expect(company.transactions.totalCount).toBe(descriptions.length);
    return descriptions;
  };
  const byCreation = { field: 'CREATED_AT', direction: 'ASC' };

  it.each<[string, object, string[]]>([
    ['nothing', {}, ['Rent', '100% wool_coat', 'Coffee', 'Train', 'Plan']],
    ['one status', { status: ['PENDING'] }, ['Plan']],
    ['several statuses', { status: ['PENDING', 'VOIDED'] }, ['Plan']],
    ['its first day', { dateFrom: '2026-02-20' }, ['100% wool_coat', 'Plan']],
    ['its last day', { dateTo: '2026-01-10' }, ['Rent', 'Coffee']],
    ['part of the counterparty, whatever the case', { counterparty: 'harbour' }, ['Rent']],
    ['its external id', { externalId: 'X-1' }, ['Coffee']],
    ['a tag', { tag: 'clothes' }, ['100% wool_coat']],
    ['a tag with quotes in it', { tag: 'ice "cold"' }, ['100% wool_coat']],
    ['part of a tag, which is none', { tag: 'cloth' }, []],
    ['a word of its description', { search: 'wool' }, ['100% wool_coat']],
    ['words in counterparty and description', { search: 'estates  rent' }, ['Rent']],
    ['a word of a memo', { search: 'kitchen' }, ['Coffee']],
    ['a percent sign, which is no wildcard', { search: '1%0' }, []],
    ['a backslash, which is in no word', { search: '\\' }, []],
    ['a smallest amount', { amountMin: '1000' }, ['Rent', 'Train']],
    ['a largest amount', { amountMax: '10.00' }, ['Coffee', 'Plan']],
    ['all at once', { status: ['POSTED'], dateFrom: '2026-01-06', amountMax: '60', search: 'coffee' }, ['Coffee']],
    [
      'nulls, which ask for nothing',
      { status: null, dateFrom: null, tag: null, search: null, accountId: null },
      ['Rent', '100% wool_coat', 'Coffee', 'Train', 'Plan'],
    ],
    ['SQL, which is only a text', { tag: "'; drop table transactions; --" }, []],
  ])('finds transactions by %s', async (_name, filter, expected) => {
    expect(await found(filter, byCreation)).toEqual(expected);
  });

  it('finds transactions by an account, with any other condition and in any order', async () => {
    expect(await found({ accountId: suppliesId }, byCreation)).toEqual(['100% wool_coat', 'Coffee', 'Plan']);
    expect(await found({ accountId: suppliesId })).toEqual(['100% wool_coat', 'Plan', 'Coffee']);
    expect(await found({ accountId: suppliesId.toUpperCase(), status: ['POSTED'] }, { field: 'NUMBER', direction: 'DESC' })).toEqual([
      'Coffee',
      '100% wool_coat',
    ]);
  });

  it.each([
    [undefined, ['100% wool_coat', 'Plan', 'Train', 'Coffee', 'Rent']],
    [{ field: 'DATE', direction: 'ASC' }, ['Rent', 'Coffee', 'Train', 'Plan', '100% wool_coat']],
    [{ field: 'CREATED_AT', direction: 'DESC' }, ['Plan', 'Train', 'Coffee', '100% wool_coat', 'Rent']],
    [{ field: 'NUMBER', direction: 'ASC' }, ['Rent', '100% wool_coat', 'Coffee', 'Train']],
    [{ field: 'NUMBER', direction: 'DESC' }, ['Train', 'Coffee', '100% wool_coat', 'Rent']],
  ])('lists transactions in the order %j', async (orderBy, expected) => {
    expect(await found({}, orderBy)).toEqual(expected);
  });

  it('tells all that is wrong with a filter at once', async () => {
    const filter = {
      amountMin: '1e3',
      amountMax: '',
      dateFrom: '2026-02-01',
      dateTo: '2026-01-01',
      search: ' ',
      tag: '\0',
      status: [],
      accountId: '',
    };
    const document = 'query ($id: ID!, $filter: TransactionFilter) { transactions(companyId: $id, filter: $filter) { totalCount } }';
    expect(await books.refusal(document, { id: books.companyId, filter })).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: [
        'filter.accountId NOT_A_UUID',
        'filter.amountMax NOT_A_DECIMAL',
        'filter.amountMin NOT_A_DECIMAL',
        'filter.dateTo OUT_OF_RANGE',
        'filter.search REQUIRED',
        'filter.status REQUIRED',
        'filter.tag NOT_PRINTABLE',
      ],
    });
    const refused = (wrong: object) => books.refusal(document, { id: books.companyId, filter: wrong });
    expect(await refused({ accountId: 'x' })).toMatchObject({ code: 'BAD_USER_INPUT', violations: ['filter.accountId NOT_A_UUID'] });
    expect(await refused({ accountId: absentId })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused({ amountMin: 1.5 })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refused({ search: 'a b c d e f g h i j k' })).toMatchObject({ violations: ['filter.search TOO_MANY'] });
    expect(await books.refusal(document, { id: 'x' })).toMatchObject({ violations: ['companyId NOT_A_UUID'] });
  });
});
