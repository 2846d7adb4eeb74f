import { forEachEngine } from '../support/engines';
import { createAccount, createTransaction, entriesOf, openApiBooks, type ApiBooks } from './support/api-books';

forEachEngine((engine) => {
  let books: ApiBooks;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    books = await openApiBooks(engine);
    const { companyId } = books;
    for (const [code, parent] of [['A'], ['B', 'A'], ['C', 'B']] as const) {
      const input = { companyId, code, name: code, type: 'ASSET', parentId: parent && ids[parent] };
      ids[code] = (await books.ask(createAccount, { input })).createAccount.account.id;
    }
    const post = (date: string, entries: object[], more: object = {}) =>
      books.ask(createTransaction, { input: { companyId, date, description: 'x', entries, ...more } });
    await post('2025-12-31', entriesOf('100.00', 'A', '3000'));
    await post('2026-01-15', entriesOf('20.50', 'B', '3000'));
    await post('2026-02-01', entriesOf('3.25', 'C', '3000'));
    await post('2026-02-01', entriesOf('700', 'C', '3000', { currency: 'JPY' }));
    await post('2026-02-02', entriesOf('1.125', 'C', '3000', { currency: 'KWD' }));
    await post('2026-02-03', entriesOf('999.99', 'A', '3000'), { status: 'PENDING' });
    await post('2026-02-03', entriesOf('999.99', 'A', '3000'), { dryRun: true });
  });
  afterAll(() => books?.close());

  const balances = async (code: string, args = '') => {
    const document = `query ($id: ID!) { account(id: $id) { balances${args} { amount currency } } }`;
    const { account } = await books.ask(document, { id: ids[code] });
    return account.balances.map(({ amount, currency }: { amount: string; currency: string }) => `${amount} ${currency}`);
  };

  it('tells what was posted to an account of all time, drafts and dry runs left out', async () => {
    expect(await balances('A')).toEqual(['100.00 USD']);
  });

  it('tells each currency by itself, with its own digits', async () => {
    expect(await balances('C')).toEqual(['700 JPY', '1.125 KWD', '3.25 USD']);
  });

  it.each([
    ['2025-12-30', []],
    ['2025-12-31', ['100.00 USD']],
    ['2026-01-14', ['100.00 USD']],
    ['2026-01-15', ['120.50 USD']],
    ['2026-02-01', ['700 JPY', '123.75 USD']],
    ['2026-02-02', ['700 JPY', '1.125 KWD', '123.75 USD']],
    ['9999-12-31', ['700 JPY', '1.125 KWD', '123.75 USD']],
  ])('counts everything below an account up to the end of %s', async (asOf, expected) => {
    expect(await balances('A', `(asOf: "${asOf}", includeChildren: true)`)).toEqual(expected);
  });

  it('leaves sub-accounts out where they were not asked for', async () => {
    expect(await balances('A', '(asOf: "2026-02-02", includeChildren: false)')).toEqual(['100.00 USD']);
    expect(await balances('B', '(includeChildren: null, asOf: null)')).toEqual(['20.50 USD']);
  });

  it('answers several days of many accounts in one request', async () => {
    const document = `query ($companyId: ID!) { accounts(companyId: $companyId, filter: { type: ASSET }) { nodes {
      code before: balances(asOf: "2026-01-31") { amount } after: balances(includeChildren: true) { amount currency } } } }`;
    const { accounts } = await books.ask(document, { companyId: books.companyId });
    const [a, b, c] = accounts.nodes.slice(-3);
    expect(a).toMatchObject({ code: 'A', before: [{ amount: '100.00' }] });
    expect(b).toMatchObject({ code: 'B', before: [{ amount: '20.50' }] });
    expect(c).toMatchObject({ code: 'C', before: [], after: [{ amount: '700' }, { amount: '1.125' }, { amount: '3.25' }] });
    expect(b.after).toEqual([
      { amount: '700', currency: 'JPY' },
      { amount: '1.125', currency: 'KWD' },
      { amount: '23.75', currency: 'USD' },
    ]);
  });

  it('is positive on the normal side of an account, and negative where it is overdrawn', async () => {
    const document = `query ($companyId: ID!) { accounts(companyId: $companyId, filter: { codePrefix: "3000" }) { nodes { id balances { amount } } } }`;
    const { accounts } = await books.ask(document, { companyId: books.companyId });
    expect(accounts.nodes[0].balances.map(({ amount }: { amount: string }) => amount)).toEqual(['700', '1.125', '123.75']);
    const spending = { companyId: books.companyId, date: '2027-01-01', description: 'x', entries: entriesOf('150.00', '6100', 'A') };
    await books.ask(createTransaction, { input: spending });
    expect(await balances('A', '(asOf: "2027-01-01")')).toEqual(['-50.00 USD']);
  });

  it.each(['2026-02-30', '2026-2-1', '20260201', ''])('refuses "%s", which is no day', async (asOf) => {
    const document = 'query ($id: ID!, $asOf: Date) { account(id: $id) { balances(asOf: $asOf) { amount } } }';
    expect(await books.refusal(document, { id: ids['A'], asOf })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
