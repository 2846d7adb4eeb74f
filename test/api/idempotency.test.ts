import { forEachEngine } from '../support/engines';
import { createTransaction, entriesOf, openApiBooks, type ApiBooks } from './support/api-books';

forEachEngine((engine) => {
  let books: ApiBooks;

  beforeAll(async () => {
    books = await openApiBooks(engine);
  });
  afterAll(() => books?.close());

  const sale = (idempotencyKey: string, more: object = {}) => ({
    companyId: books.companyId,
    date: '2026-01-31',
    description: 'Sale',
    entries: entriesOf('5.00'),
    idempotencyKey,
    ...more,
  });
  const post = async (input: object) => (await books.ask(createTransaction, { input })).createTransaction;

  it('answers a repeat with the first result, and changes no row', async () => {
    const first = await post(sale('again', { tags: ['x'], metadata: { a: 1 } }));
    const before = await books.rows();
    expect(await post(sale('again', { tags: ['x'], metadata: { a: 1 } }))).toEqual({ ...first, replayed: true });
    expect(await books.rows()).toEqual(before);
  });

  it('answers a repeat of a draft the same way', async () => {
    const first = await post(sale('draft', { status: 'PENDING' }));
    expect(await post(sale('draft', { status: 'PENDING' }))).toEqual({ ...first, replayed: true });
  });

  it.each([
    ['amount', { entries: entriesOf('5.01') }],
    ['account', { entries: entriesOf('5.00', '1010') }],
    ['date', { date: '2026-02-01' }],
    ['description', { description: 'Other' }],
    ['status', { status: 'PENDING' }],
    ['external id', { externalId: 'x' }],
    ['metadata', { metadata: { a: 1 } }],
  ])('refuses the same key with another %s', async (_name, change) => {
    await post(sale('fixed'));
    expect(await books.refusal(createTransaction, { input: sale('fixed', change) })).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
      violations: ['input.idempotencyKey IDEMPOTENCY_CONFLICT'],
    });
  });

  it('keeps no key of a request that was refused', async () => {
    await books.refusal(createTransaction, { input: sale('mended', { description: '' }) });
    expect((await post(sale('mended'))).replayed).toBe(false);
  });

  it('keeps the keys of each company by themselves', async () => {
    const first = await post(sale('shared'));
    const second = await post(sale('shared', { companyId: await books.openCompany() }));
    expect([second.replayed, second.transaction.number]).toEqual([false, 1]);
    expect(second.transaction.id).not.toBe(first.transaction.id);
  });

  it('posts once for fifty identical requests at once', async () => {
    const count = async () =>
      (await books.ask('query ($id: ID!) { company(id: $id) { transactions { totalCount } } }', { id: books.companyId })).company
        .transactions.totalCount;
    const before = await count();
    const results = await Promise.all(Array.from({ length: 50 }, () => post(sale('fifty'))));
    expect(new Set(results.map(({ transaction }) => JSON.stringify(transaction))).size).toBe(1);
    expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await count()).toBe(before + 1);
  });
});
