import { openLedger } from '../cli/support';
import { forEachEngine, type TestDatabase } from '../support/engines';
import { draft, openApiBooks, posted, postTransaction, read, reverseTransaction, type ApiBooks } from './support/api-books';

const HEAD = 'query ($id: ID!) { company(id: $id) { legalName journalHead { number hash postedAt } } }';

forEachEngine((engine) => {
  let database: TestDatabase;
  let books: ApiBooks;

  beforeAll(async () => {
    books = await openApiBooks({ ...engine, createDatabase: async () => (database = await engine.createDatabase()) });
  });
  afterAll(() => books?.close());

  const head = async () => (await books.ask(HEAD, { id: books.companyId })).company.journalHead;
  const verify = (...more: string[]) =>
    openLedger(['verify', '--company', books.companyId, '--json', ...more], { DATABASE_URL: database.url });

  test('is null while nothing is posted: a draft is no posting', async () => {
    await draft(books);
    expect(await head()).toBeNull();
    expect(JSON.parse((await verify()).out).companies[0]).toMatchObject({ transactions: 0, head: null, disagreement: null });
  });

  test('is the last posting, however it came to be one', async () => {
    const first = await posted(books);
    const drafted = await draft(books);
    const last = await posted(books);
    const said = async (id: string) => {
      const { number, hash, postedAt } = await read(books, id);
      return { number, hash, postedAt };
    };
    expect(await head()).toEqual(await said(last));
    await books.ask(postTransaction, { input: { id: drafted } });
    expect(await head()).toEqual(await said(drafted));
    const { reverseTransaction: reversal } = await books.ask(reverseTransaction, { input: { id: first } });
    expect(await head()).toEqual(await said(reversal.transaction.id));
  });

  test('is what verify recomputes beside the running server, and finds again when more was posted', async () => {
    const { number, hash, postedAt } = await head();
    const { code, out } = await verify();
    expect(JSON.parse(out)).toMatchObject({ ok: true, companies: [{ transactions: number, head: { number, hash, postedAt } }] });
    expect(code).toBe(0);
    await posted(books);
    expect((await verify('--head', `${number}:${hash}`)).code).toBe(0);
  });

  test('is told to nobody who may not see transactions: null, and FORBIDDEN with its path', async () => {
    const { server, companyId } = books;
    const role = { name: 'RECEPTION', permissions: ['companies:read'] };
    const create = 'mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { name } } }';
    await books.ask(create, { input: role }, await server.admin());
    const { data, errors } = await server.graphql(HEAD, { id: companyId }, await server.as('RECEPTION', companyId));
    expect(data).toEqual({ company: { legalName: 'Acme', journalHead: null } });
    expect(errors).toMatchObject([{ path: ['company', 'journalHead'], extensions: { code: 'FORBIDDEN' } }]);
  });
});
