import type { CompanyRow } from '../../src/companies';
import { EntryDirection } from '../../src/ledger';
import type { TransactionFilter, TransactionOrder } from '../../src/ledger/transactions/transaction.types';
import { RequestLoaders } from '../../src/shared/loaders';
import { Reports } from '../../src/reports/reports';
import { openTestBooks, type TestBooks } from '../support/books';
import { forEachEngine } from '../support/engines';

interface Sample {
  readonly date: number;
  readonly description: string;
  readonly amount: string;
  readonly code?: string;
  readonly counterparty?: string;
  readonly tags?: string[];
  readonly memo?: string;
  readonly currency?: string;
  readonly externalId?: string;
  readonly status?: string;
}

const samples: readonly Sample[] = [
  { date: 20260105, description: 'Rent for January', amount: '1000.00', code: '6100', counterparty: 'Harbour Estates' },
  { date: 20260110, description: '100% wool_coat', amount: '59.90', code: '6120', tags: ['clothes', 'winter'] },
  { date: 20260110, description: 'Coffee', amount: '3.20', code: '6120', memo: 'beans for the kitchen', externalId: 'X-1' },
  { date: 20260205, description: 'Rent for February', amount: '1000.00', code: '6100', counterparty: 'Harbour Estates' },
  { date: 20260115, description: 'Train to Osaka', amount: '1500', currency: 'JPY', code: '6160' },
  { date: 20260301, description: 'Planned purchase', amount: '10.00', code: '6120', status: 'PENDING' },
];

forEachEngine((engine) => {
  let books: TestBooks;
  let company: CompanyRow;

  beforeAll(async () => {
    books = await openTestBooks(engine);
    company = await books.companies.create(books.admin, { legalName: 'Reader & Sons' });
    for (const { amount, code, memo, currency, status, ...sample } of samples) {
      await books.ledger.transactions.create(books.admin, {
        companyId: company.id,
        ...sample,
        status: status as never,
        entries: [
          { accountCode: code!, direction: EntryDirection.DEBIT, amount, currency, memo },
          { accountCode: '1000', direction: EntryDirection.CREDIT, amount, currency },
        ],
      });
    }
  });
  afterAll(() => books.close());

  const list = (filter: TransactionFilter, orderBy?: TransactionOrder, page = {}) =>
    books.ledger.transactions.list(company.key, { filter, orderBy, ...page });
  const found = async (filter: TransactionFilter) => {
    const connection = await list(filter, { field: 'CREATED_AT', direction: 'ASC' } as TransactionOrder);
    expect(await connection.totalCount()).toBe(connection.nodes.length);
    return connection.nodes.map((transaction) => samples.findIndex((sample) => sample.description === transaction.description));
  };
  const account = async (code: string) => (await books.ledger.accounts.list(company.key, { codePrefix: code }, {})).nodes[0]!;

  it.each<[string, TransactionFilter, number[]]>([
    ['nothing', {}, [0, 1, 2, 3, 4, 5]],
    ['a status', { status: ['PENDING'] as never }, [5]],
    ['dates, both ends included', { dateFrom: 20260110, dateTo: 20260205 }, [1, 2, 3, 4]],
    ['part of the counterparty, whatever the case', { counterparty: 'harbour' }, [0, 3]],
    ['a percent sign, which parts words', { search: '100%' }, [1]],
    ['an underscore, which parts words', { search: 'wool_' }, [1]],
    ['an underscore, which is no wildcard', { search: 'c_at' }, []],
    ['words in any of description, counterparty and memo', { search: 'estates february' }, [3]],
    ['a word in a memo', { search: 'BEANS' }, [2]],
    ['a tag', { tag: 'winter' }, [1]],
    ['part of a tag, which is none', { tag: 'wint' }, []],
    ['an external id', { externalId: 'X-1' }, [2]],
    ['a smallest amount, in the scale of each currency', { amountMin: '1000' }, [0, 3, 4]],
    ['a largest amount', { amountMax: '59.90' }, [1, 2, 5]],
    ['a largest amount with digits that a currency does not have', { amountMin: '1499.5', amountMax: '1500.5' }, [4]],
    ['a quote that would end a statement', { search: "'; drop table transactions; --" }, []],
  ])('filters by %s', async (_name, filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  it('filters by an account, in every order, and lists a transaction once however many lines it has there', async () => {
    const supplies = await account('6120');
    expect(await found({ accountId: supplies.id })).toEqual([1, 2, 5]);
    const byDate = await list({ accountId: supplies.id });
    expect(byDate.nodes.map((row) => row.date)).toEqual([20260301, 20260110, 20260110]);
    const { transaction } = await books.ledger.transactions.create(books.admin, {
      companyId: company.id,
      date: 20250101,
      description: 'Split',
      entries: [
        { accountCode: '6180', direction: EntryDirection.DEBIT, amount: '1.00' },
        { accountCode: '6180', direction: EntryDirection.DEBIT, amount: '2.00' },
        { accountCode: '1000', direction: EntryDirection.CREDIT, amount: '3.00' },
      ],
    });
    expect((await list({ accountId: (await account('6180')).id })).nodes.map((row) => row.id)).toEqual([transaction.id]);
  });

  it('refuses a filter that cannot mean anything, naming all that is wrong', async () => {
    await expect(list({ amountMin: '1e3', dateFrom: 20260201, dateTo: 20260101, search: ' ' })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: [{ path: ['filter', 'search'] }, { path: ['filter', 'amountMin'] }, { path: ['filter', 'dateTo'] }],
    });
  });

  it('refuses an account of another company like one that does not exist', async () => {
    const other = await books.companies.create(books.admin, { legalName: 'Other' });
    const foreign = (await books.ledger.accounts.list(other.key, {}, {})).nodes[0]!;
    await expect(list({ accountId: foreign.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(list({ accountId: '01890000-0000-7000-8000-000000000000' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each(['DATE', 'NUMBER', 'CREATED_AT'])('pages by %s forwards and backwards through the same rows', async (field) => {
    for (const direction of ['ASC', 'DESC']) {
      const order = { field, direction } as TransactionOrder;
      const all = (await list({}, order)).nodes.map((row) => row.id);
      const forwards: string[] = [];
      let after: string | null | undefined;
      do {
        const page = await list({}, order, { first: 2, after });
        forwards.push(...page.nodes.map((row) => row.id));
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after);
      expect(forwards).toEqual(all);
      const backwards: string[] = [];
      let before: string | null | undefined;
      do {
        const page = await list({}, order, { last: 3, before });
        backwards.unshift(...page.nodes.map((row) => row.id));
        before = page.pageInfo.hasPreviousPage ? page.pageInfo.startCursor : null;
      } while (before);
      expect(backwards).toEqual(all);
    }
  });

  it('neither repeats nor skips a row when new ones arrive between two pages', async () => {
    const all = (await list({})).nodes.map((row) => row.id);
    const first = await list({}, undefined, { first: 2 });
    await books.ledger.transactions.create(books.admin, {
      companyId: company.id,
      date: 20991231,
      description: 'Late arrival',
      status: 'PENDING' as never,
      entries: [
        { accountCode: '6100', direction: EntryDirection.DEBIT, amount: '1.00' },
        { accountCode: '1000', direction: EntryDirection.CREDIT, amount: '1.00' },
      ],
    });
    const rest = await list({}, undefined, { first: 100, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...rest.nodes].map((row) => row.id)).toEqual(all);
  });

  it('refuses a cursor of another filter, order or list, and one that was tampered with', async () => {
    const cursor = (await list({})).pageInfo.endCursor;
    const foreign = [
      list({ tag: 'winter' }, undefined, { after: cursor }),
      list({}, { field: 'NUMBER', direction: 'ASC' } as TransactionOrder, { after: cursor }),
      books.ledger.accounts.list(company.key, {}, { after: cursor }),
      list({}, undefined, { after: 'bm90IGEgY3Vyc29y' }),
      list({}, undefined, { first: 101 }),
      list({}, undefined, { first: 1, last: 1 }),
    ];
    for (const attempt of foreign) await expect(attempt).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('adds up a trial balance whose sides are equal, and names the currencies that it leaves out', async () => {
    const reports = new Reports({ ...books.ledger, companies: books.companies, clock: { now: () => Date.now() } });
    const report = await reports.trialBalance(books.admin, { companyId: company.id, asOf: 20260131 });
    expect(report.rows.map((row) => [row.account.code, row.debit.amount, row.credit.amount])).toEqual([
      ['1000', '0.00', '1066.10'],
      ['6100', '1000.00', '0.00'],
      ['6120', '63.10', '0.00'],
      ['6180', '3.00', '0.00'],
    ]);
    expect([report.totalDebit.amount, report.totalCredit.amount]).toEqual(['1066.10', '1066.10']);
    expect(report.otherCurrencies).toEqual(['JPY']);
  });

  it('counts sub-accounts into their parents where asked', async () => {
    const parent = await books.ledger.accounts.create(books.admin, {
      companyId: company.id,
      code: '1',
      name: 'Assets',
      type: 'ASSET' as never,
    });
    const cash = await account('1000');
    await books.ledger.accounts.update(books.admin, { id: cash.id, parentId: parent.id });
    const balance = (includeChildren: boolean) =>
      new RequestLoaders().alike(books.ledger.balances.of, { asOf: undefined, includeChildren }).load(parent.key);
    const [alone, rolled] = [await balance(false), await balance(true)];
    expect(alone).toEqual([]);
    expect(rolled.map(({ currency, net }) => [currency, net])).toEqual([
      ['JPY', -1500n],
      ['USD', -206610n],
    ]);
    await expect(books.ledger.accounts.update(books.admin, { id: parent.id, parentId: cash.id })).rejects.toMatchObject({
      violations: [{ code: 'CYCLE' }],
    });
  });
});
