import { draft, entriesOf, openApiBooks, posted, type ApiBooks } from '../api/support/api-books';
import { forEachEngine } from '../support/engines';
import { send } from '../support/remote-server';
import { startCuttingProxy, type CuttingProxy } from './support/cutting-proxy';

type Door = 'the input' | 'the header';

forEachEngine((engine) => {
  let books: ApiBooks;
  let proxy: CuttingProxy;
  beforeAll(async () => {
    books = await openApiBooks(engine);
    proxy = await startCuttingProxy(books.server.url);
  });
  afterAll(async () => {
    await proxy.close();
    await books.close();
  });

  const sale = () => ({ companyId: books.companyId, date: '2026-01-31', description: 'Sale', entries: entriesOf('5.00') });
  const mutations: readonly (readonly [what: string, name: string, input: () => Promise<object>])[] = [
    ['a posting', 'createTransaction', async () => sale()],
    ['a draft', 'createTransaction', async () => ({ ...sale(), status: 'PENDING' })],
    ['posting a draft', 'postTransaction', async () => ({ id: await draft(books) })],
    ['voiding a draft', 'voidTransaction', async () => ({ id: await draft(books) })],
    ['a reversal', 'reverseTransaction', async () => ({ id: await posted(books) })],
  ];
  const cases = mutations.flatMap(([what, ...rest]) =>
    (['the input', 'the header'] as const).map((door) => [what, door, ...rest] as const),
  );

  async function ask(url: string, name: string, door: Door, input: object, key: string) {
    const query = `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { replayed transaction { id status } } }`;
    const byInput = door === 'the input' ? { idempotencyKey: key } : {};
    const headers: Record<string, string> = door === 'the input' ? {} : { 'idempotency-key': key };
    const { data, errors } = await send(url, books.token, query, { input: { ...input, ...byInput } }, headers);
    expect(errors).toBeUndefined();
    return data[name];
  }
  const transactions = async () =>
    (await books.server.database.reader.rows(['id', 'status'], 'from transactions order by key')) as string[][];

  it.each(cases)('%s is done once where its answer was lost and it is sent again with its key in %s', async (_what, door, name, make) => {
    const [input, key, cuts] = [await make(), `lost-${Math.random()}`, proxy.cuts];
    proxy.loseNextAnswer();
    await expect(ask(proxy.url, name, door, input, key)).rejects.toThrow('fetch failed');
    expect(proxy.cuts).toBe(cuts + 1);
    const written = await transactions();
    const rows = await books.rows();
    const retried = await ask(proxy.url, name, door, input, key);
    expect(retried.replayed).toBe(true);
    expect(written).toContainEqual([retried.transaction.id, retried.transaction.status]);
    expect(await books.rows()).toEqual(rows);
  });

  it('a batch whose answer was lost is written once, and is brought back whole when it is sent again', async () => {
    const query =
      'mutation ($input: CreateTransactionsInput!) { createTransactions(input: $input) { results { replayed transaction { id } } } }';
    const { companyId, ...one } = sale();
    const input = { companyId, transactions: ['a', 'b', 'c'].map((idempotencyKey) => ({ ...one, idempotencyKey })) };
    proxy.loseNextAnswer();
    await expect(send(proxy.url, books.token, query, { input })).rejects.toThrow('fetch failed');
    const written = (await transactions()).slice(-3).map(([id]) => id);
    const rows = await books.rows();
    const { results } = (await send(proxy.url, books.token, query, { input })).data.createTransactions;
    expect(results).toEqual(written.map((id) => ({ replayed: true, transaction: { id } })));
    expect(await books.rows()).toEqual(rows);
  });
});
