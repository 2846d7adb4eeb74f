import type { CompanyRow } from '../../src/companies';
import { EntryDirection } from '../../src/ledger';
import type { TransactionFilter, TransactionOrder } from '../../src/ledger/transactions/transaction.types';
import { openTestBooks, type TestBooks } from '../support/books';
import { forEachEngine } from '../support/engines';

interface Said {
  readonly description: string;
  readonly counterparty?: string;
  readonly memo?: string;
}

const said: readonly Said[] = [
  { description: 'Office rent for March', counterparty: 'Harbour Estates Ltd.', memo: 'INV-2024/0017' },
  { description: 'Miete für März', counterparty: 'Łódź Verwaltung', memo: 'Straße 5' },
  { description: 'Crème brûlée', counterparty: 'Café Olé', memo: 'pièce' },
  { description: '東京都庁 会議', counterparty: 'トヨタ' },
  { description: 'Оплата счёта', counterparty: 'ΟΔΟΣ Αθηνών', memo: 'שלום عليكم' },
  { description: 'Paid "in full" NEAR the harbour: a* b^2 -c (d)', memo: 'AND OR NOT' },
  { description: 'Refund', memo: `${'x'.repeat(80)}end` },
];

forEachEngine((engine) => {
  let books: TestBooks;
  let company: CompanyRow;
  const ids: string[] = [];

  const input = ({ memo, ...rest }: Said, more: object = {}) => ({
    companyId: company.id,
    date: 20260131,
    ...rest,
    entries: [
      { accountCode: '6100', direction: EntryDirection.DEBIT, amount: '1.00', memo },
      { accountCode: '1000', direction: EntryDirection.CREDIT, amount: '1.00' },
    ],
    ...more,
  });
  const post = async (what: Said, more: object = {}) =>
    (await books.ledger.transactions.create(books.admin, input(what, more))).transaction.id;
  const list = (filter: TransactionFilter, orderBy?: object, page: object = {}) =>
    books.ledger.transactions.list(company.key, { filter, orderBy: orderBy as TransactionOrder, ...page });
  const found = async (filter: TransactionFilter) => {
    const connection = await list(filter, { field: 'CREATED_AT', direction: 'ASC' });
    expect(await connection.totalCount()).toBe(connection.nodes.length);
    expect((await list(filter)).nodes).toHaveLength(connection.nodes.length);
    return connection.nodes.map(({ id }) => ids.indexOf(id));
  };

  beforeAll(async () => {
    books = await openTestBooks(engine);
    company = await books.companies.create(books.admin, { legalName: 'Searched' });
    for (const what of said) ids.push(await post(what));
  });
  afterAll(() => books?.close());

  it.each<[string, string, number[]]>([
    ['a word of the description', 'office', [0]],
    ['a word of the counterparty', 'estates', [0]],
    ['a word of a memo', 'inv', [0]],
    ['words of all three, in any order', '2024 harbour rent', [0]],
    ['nothing where one word is missing', 'office rent april', []],
    ['the beginning of a word', 'harb', [0, 5]],
    ['the beginnings of several words', 'rent off mar', [0]],
    ['no middle of a word', 'ffice', []],
    ['a code by its parts', '0017', [0]],
    ['a code as it is written', 'INV-2024/0017', [0]],
    ['capitals and small letters alike', 'MIETE mÄrz', [1]],
    ['letters without their accents', 'creme brulee ole', [2]],
    ['accents where there are none', 'réfund', [6]],
    ['ss as ß, and l as ł', 'strasse lodz', [1]],
    ['two characters inside a text without spaces', '京都', [3]],
    ['one character inside a text without spaces', '議', [3]],
    ['characters that are there, but not together', '東会', []],
    ['Katakana', 'ヨタ', [3]],
    ['Cyrillic, whatever the case', 'ОПЛАТА счета', [4]],
    ['Greek, with either sigma', 'οδος αθηνων', [4]],
    ['Hebrew and Arabic', 'שלום عليكم', [4]],
    ['a word that is longer than what is kept of it', `${'x'.repeat(80)}end`, [6]],
    ['quotes, as signs', '"in full"', [5]],
    ['a lonely quote, as a sign', 'full"', [5]],
    ['the names of operators, as words', 'NEAR AND not', [5]],
    ['a column filter, as words', 'harbour: a', [5]],
    ['an asterisk, as a sign', '*full', [5]],
    ['a minus, as a sign', 'paid -full', [5]],
    ['signs of every syntax, as signs', `full!&|()<>'\\^:*+{}--;`, [5]],
    ['SQL, as words', "'; drop table transactions; --", []],
    ['signs alone, by which nothing is found', '"*-:', []],
    ['a picture, which is in no word', '🥐', []],
  ])('finds %s', async (_name, search, expected) => {
    expect(await found({ search })).toEqual(expected);
  });

  it('looks for words of the counterparty in the counterparty alone', async () => {
    expect(await found({ counterparty: 'harbour' })).toEqual([0]);
    expect(await found({ counterparty: 'CAFE' })).toEqual([2]);
    expect(await found({ counterparty: 'estates harbour', search: 'rent' })).toEqual([0]);
    expect(await found({ counterparty: 'rent' })).toEqual([]);
    expect(await found({ counterparty: '...' })).toEqual([]);
  });

  it('finds with any other condition, by every order, and pages through what it finds from both ends', async () => {
    const rows: string[] = [];
    for (let day = 1; day <= 9; day += 1) {
      rows.push(
        await post({ description: `Fuel ${day}` }, { date: 20260200 + ((day * 4) % 9) + 1, status: day % 3 ? 'POSTED' : 'PENDING' }),
      );
    }
    const filters: TransactionFilter[] = [
      { search: 'fuel' },
      { search: 'fuel', dateFrom: 20260203, dateTo: 20260208 },
      { search: 'fuel', status: ['POSTED'] as never },
      { search: 'fuel', status: ['PENDING'] as never },
      { search: 'fuel', accountId: (await books.ledger.accounts.list(company.key, { codePrefix: '6100' }, {})).nodes[0]!.id },
    ];
    for (const filter of filters) {
      for (const [field, direction] of ['DATE', 'NUMBER', 'CREATED_AT'].flatMap(
        (name) =>
          [
            [name, 'ASC'],
            [name, 'DESC'],
          ] as const,
      )) {
        const order = { field, direction };
        const listed = (await list({ ...filter, search: undefined }, order, { first: 100 })).nodes.filter(({ id }) => rows.includes(id));
        const expected = listed.map(({ id }) => id);
        const forwards: string[] = [];
        for (let after: string | null | undefined; after !== null;) {
          const { nodes, pageInfo } = await list(filter, order, { first: 2, after });
          forwards.push(...nodes.map(({ id }) => id));
          after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
        }
        const backwards: string[] = [];
        for (let before: string | null | undefined; before !== null;) {
          const { nodes, pageInfo } = await list(filter, order, { last: 2, before });
          backwards.unshift(...nodes.map(({ id }) => id));
          before = pageInfo.hasPreviousPage ? pageInfo.startCursor : null;
        }
        expect({ filter, order, forwards, backwards }).toEqual({ filter, order, forwards: expected, backwards: expected });
      }
    }
  });

  it('neither repeats nor skips what was found when more is found between two pages', async () => {
    const all = (await list({ search: 'fuel' })).nodes.map(({ id }) => id);
    const first = await list({ search: 'fuel' }, undefined, { first: 3 });
    await post({ description: 'Fuel, later' }, { date: 20260301 });
    const rest = await list({ search: 'fuel' }, undefined, { after: first.pageInfo.endCursor });
    expect([...first.nodes, ...rest.nodes].map(({ id }) => id)).toEqual(all);
  });

  it('does not find what was refused, or written for another company', async () => {
    const other = await books.companies.create(books.admin, { legalName: 'Other' });
    await books.ledger.transactions.create(books.admin, { ...input({ description: 'Elsewhere' }), companyId: other.id });
    await expect(post({ description: 'Elsewhere' }, { entries: [] })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await post({ description: 'Elsewhere' }, { dryRun: true });
    expect(await found({ search: 'elsewhere' })).toEqual([]);
    const there = await books.ledger.transactions.list(other.key, { filter: { search: 'elsewhere' } });
    expect(there.nodes).toHaveLength(1);
  });
});
