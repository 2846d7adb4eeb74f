import { forEachEngine } from '../support/engines';
import { createTransaction, entriesOf, openApiBooks, type ApiBooks } from './support/api-books';

const page = 'totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } } nodes { id }';
const pageArgs = '$first: Int, $after: String, $last: Int, $before: String';
const pass = 'first: $first, after: $after, last: $last, before: $before';

/** Each list that there is, with a filter that another list of the same kind may have. */
const lists = {
  companies: { head: '', args: '', other: 'filter: { status: ACTIVE }' },
  accounts: { head: '$companyId: ID!', args: 'companyId: $companyId', other: 'filter: { type: ASSET }' },
  transactions: { head: '$companyId: ID!', args: 'companyId: $companyId', other: 'filter: { status: [POSTED] }' },
} as const;
type List = keyof typeof lists;
const names = Object.keys(lists) as List[];

function documentOf(list: List, more = ''): string {
  const { head, args } = lists[list];
  return `query (${head} ${pageArgs}) { ${list}(${args} ${more} ${pass}) { ${page} } }`;
}

forEachEngine((engine) => {
  let books: ApiBooks;

  beforeAll(async () => {
    books = await openApiBooks(engine);
    const { companyId } = books;
    for (let index = 0; index < 6; index++) await books.openCompany({ chart: 'EMPTY' });
    for (const date of ['2026-01-01', '2026-01-01', '2026-01-01', '2025-01-01', '2027-01-01', '2026-06-30', '2026-06-30']) {
      await books.ask(createTransaction, { input: { companyId, date, description: 'x', entries: entriesOf('1.00') } });
    }
  });
  afterAll(() => books?.close());

  const variables = (list: List, paging: object) => ({ ...(lists[list].head && { companyId: books.companyId }), ...paging });
  const get = async (list: List, paging: object = {}, more = '') =>
    (await books.ask(documentOf(list, more), variables(list, paging)))[list];
  const refused = (list: List, paging: object, more = '') => books.refusal(documentOf(list, more), variables(list, paging));
  const idsOf = (connection: { nodes: { id: string }[] }) => connection.nodes.map(({ id }) => id);

  describe.each(names)('%s', (list) => {
    it('gives the same rows forwards and backwards in pages of any size, with the same total', async () => {
      const all = idsOf(await get(list, { first: 100 }));
      expect(all.length).toBeGreaterThan(6);
      for (const size of [1, 3, all.length]) {
        const [forwards, backwards]: string[][] = [[], []];
        for (let after: string | null = null, more = true; more;) {
          const connection = await get(list, { first: size, after });
          expect(connection.totalCount).toBe(all.length);
          expect(connection.pageInfo.hasPreviousPage).toBe(after !== null);
          forwards!.push(...idsOf(connection));
          after = connection.pageInfo.endCursor;
          more = connection.pageInfo.hasNextPage;
        }
        for (let before: string | null = null, more = true; more;) {
          const connection = await get(list, { last: size, before });
          expect(connection.pageInfo.hasNextPage).toBe(before !== null);
          backwards!.unshift(...idsOf(connection));
          before = connection.pageInfo.startCursor;
          more = connection.pageInfo.hasPreviousPage;
        }
        expect([forwards, backwards]).toEqual([all, all]);
      }
    });

    it('gives each row its cursor, and the ends theirs', async () => {
      const { edges, nodes, pageInfo } = await get(list, { first: 4 });
      expect(edges.map(({ node }: { node: object }) => node)).toEqual(nodes);
      expect([pageInfo.startCursor, pageInfo.endCursor]).toEqual([edges[0].cursor, edges[3].cursor]);
      const between = await get(list, { after: edges[0].cursor, before: edges[3].cursor });
      expect(idsOf(between)).toEqual([nodes[1].id, nodes[2].id]);
    });

    it('gives no rows where none were asked for, and says whether there are any', async () => {
      const { nodes, pageInfo, totalCount } = await get(list, { first: 0 });
      expect([nodes, pageInfo.hasNextPage, pageInfo.startCursor, pageInfo.endCursor]).toEqual([[], true, null, null]);
      expect(totalCount).toBeGreaterThan(6);
    });

    it('refuses sizes out of range, both ends at once and foreign cursors, all at once', async () => {
      expect(await refused(list, { first: 101, last: -1, after: 'x', before: '' })).toMatchObject({
        code: 'BAD_USER_INPUT',
        violations: ['after FOREIGN_CURSOR', 'before FOREIGN_CURSOR', 'first OUT_OF_RANGE', 'last EXCLUSIVE', 'last OUT_OF_RANGE'],
      });
    });

    it('refuses a cursor of another filter, of another list, and one that was tampered with', async () => {
      const { endCursor } = (await get(list, { first: 2 })).pageInfo;
      const foreign = (await get(names[(names.indexOf(list) + 1) % names.length]!)).pageInfo.endCursor;
      const parts = JSON.parse(Buffer.from(endCursor, 'base64url').toString()) as unknown[];
      const forged = (...position: unknown[]) => Buffer.from(JSON.stringify([parts[0], ...position])).toString('base64url');
      expect(await refused(list, { after: endCursor }, lists[list].other)).toMatchObject({ violations: ['after FOREIGN_CURSOR'] });
      expect(await refused(list, { after: foreign })).toMatchObject({ violations: ['after FOREIGN_CURSOR'] });
      for (const cursor of [
        endCursor.slice(1),
        forged(),
        forged('x', 'y', 'z'),
        forged(...parts.slice(1).map((part) => (typeof part === 'string' ? 1 : 'x'))),
        forged(...parts.slice(1).map((part) => (typeof part === 'string' ? 'a\0' : 1.5))),
        forged(null),
        forged(...parts.slice(1), 1),
      ]) {
        expect(await refused(list, { after: cursor })).toMatchObject({ code: 'BAD_USER_INPUT' });
      }
    });
  });

  it('gives fifty rows where no size was said, and a hundred at most', async () => {
    const companyId = await books.openCompany();
    const transactions = Array.from({ length: 101 }, () => ({ date: '2026-01-31', description: 'x', entries: entriesOf('1.00') }));
    const many = 'mutation ($input: CreateTransactionsInput!) { createTransactions(input: $input) { results { index } } }';
    await books.ask(many, { input: { companyId, transactions } });
    const list = async (args: string) =>
      (await books.ask(`query ($id: ID!) { transactions(companyId: $id ${args}) { totalCount nodes { id } } }`, { id: companyId }))
        .transactions;
    expect((await list('')).nodes).toHaveLength(50);
    expect((await list(', first: 100')).nodes).toHaveLength(100);
    expect((await list(', last: 100')).totalCount).toBe(101);
  });

  it('neither repeats nor skips a transaction when others arrive between two pages', async () => {
    const all = idsOf(await get('transactions'));
    const first = await get('transactions', { first: 3 });
    for (const date of ['2099-01-01', '2026-06-30']) {
      await books.ask(createTransaction, { input: { companyId: books.companyId, date, description: 'x', entries: entriesOf('1.00') } });
    }
    const rest = await get('transactions', { after: first.pageInfo.endCursor });
    expect([...idsOf(first), ...idsOf(rest)]).toEqual(expect.arrayContaining(all));
    expect(new Set([...idsOf(first), ...idsOf(rest)]).size).toBe(first.nodes.length + rest.nodes.length);
  });
});
