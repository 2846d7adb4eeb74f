import { absentId, createTransaction, entriesOf, openApiBooks, type ApiBooks } from '../api/support/api-books';
import { forEachEngine } from '../support/engines';

const document = `query ($companyId: ID!, $accountId: ID!, $from: Date!, $to: Date!, $currency: CurrencyCode, $knownAt: DateTime,
    $first: Int, $after: String, $last: Int, $before: String) {
  generalLedger(companyId: $companyId, accountId: $accountId, from: $from, to: $to, currency: $currency, knownAt: $knownAt,
      first: $first, after: $after, last: $last, before: $before) {
    account { code } openingBalance { amount } closingBalance { amount } periodOpeningBalance { amount } periodClosingBalance { amount }
    otherCurrencies totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { balance { amount } } }
    nodes { transaction { date number description entries { id } } entry { id direction amount { amount currency } account { code } memo } balance { amount } }
  } }`;

const createTransactions = 'mutation ($input: CreateTransactionsInput!) { createTransactions(input: $input) { results { index } } }';

interface Node {
  readonly transaction: { readonly date: string; readonly entries: readonly { readonly id: string }[] };
  readonly entry: { readonly id: string; readonly direction: string; readonly amount: { readonly amount: string } };
  readonly balance: { readonly amount: string };
}

forEachEngine((engine) => {
  let books: ApiBooks;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    books = await openApiBooks(engine);
    const accounts = `query ($companyId: ID!) { accounts(companyId: $companyId, first: 100) { nodes { id code } } }`;
    for (const { id, code } of (await books.ask(accounts, { companyId: books.companyId })).accounts.nodes) ids[code] = id;
    const post = (date: string, entries: object[], more: object = {}) =>
      books.ask(createTransaction, { input: { companyId: books.companyId, date, description: date, entries, ...more } });
    await post('2025-12-31', entriesOf('100.00', '1000', '3000'));
    await post('2026-01-15', entriesOf('9.99', '1000', '4000'), { status: 'PENDING' });
    await post('2026-01-15', entriesOf('1.00', '1000', '4000', { memo: 'first' }));
    await post('2026-01-15', entriesOf('2.00', '6100', '1000'));
    await post('2026-01-15', [...entriesOf('4.00', '1000', '1010'), ...entriesOf('8.00', '1010', '1000')]);
    await post('2026-01-15', entriesOf('700', '1000', '4000', { currency: 'JPY' }));
    await post('2026-01-31', entriesOf('16.00', '1000', '4000'));
    await post('2026-02-28', entriesOf('200.00', '6100', '1000'));
    await post('2026-03-01', entriesOf('64.00', '1000', '4000'));
    // Back-dated: it comes last in its day.
    await post('2026-01-15', entriesOf('32.00', '1000', '4000'));
  });
  afterAll(() => books?.close());

  const ask = async (args: object = {}) => {
    const asked = { companyId: books.companyId, accountId: ids['1000'], from: '2026-01-01', to: '2026-02-28', ...args };
    return (await books.ask(document, asked)).generalLedger;
  };
  const read = (nodes: readonly Node[]) =>
    nodes.map(({ transaction, entry, balance }) => [transaction.date, entry.direction, entry.amount.amount, balance.amount]);
  const all = [
    ['2026-01-15', 'DEBIT', '1.00', '101.00'],
    ['2026-01-15', 'CREDIT', '2.00', '99.00'],
    ['2026-01-15', 'DEBIT', '4.00', '103.00'],
    ['2026-01-15', 'CREDIT', '8.00', '95.00'],
    ['2026-01-15', 'DEBIT', '32.00', '127.00'],
    ['2026-01-31', 'DEBIT', '16.00', '143.00'],
    ['2026-02-28', 'CREDIT', '200.00', '-57.00'],
  ];

  it('lists the posted lines of an account by date with running balances, from the opening to the closing balance', async () => {
    const ledger = await ask();
    expect(read(ledger.nodes)).toEqual(all);
    expect(ledger).toMatchObject({
      account: { code: '1000' },
      openingBalance: { amount: '100.00' },
      closingBalance: { amount: '-57.00' },
      periodOpeningBalance: { amount: '100.00' },
      periodClosingBalance: { amount: '-57.00' },
      otherCurrencies: ['JPY'],
      totalCount: 7,
      pageInfo: { hasNextPage: false, hasPreviousPage: false },
    });
    expect(ledger.nodes[0].entry).toMatchObject({ account: { code: '1000' }, memo: 'first', amount: { currency: 'USD' } });
    for (const { transaction, entry } of ledger.nodes as Node[]) expect(transaction.entries.map(({ id }) => id)).toContain(entry.id);
  });

  it.each([1, 2, 3, 4, 6])('opens each page of %i with what the one before closed with, forwards and backwards', async (size) => {
    const walk = async (forwards: boolean) => {
      const nodes: Node[] = [];
      for (let cursor: string | null = null; ;) {
        const page = await ask(forwards ? { first: size, after: cursor } : { last: size, before: cursor });
        const sum = (page.nodes as Node[]).reduce((total, { entry: { direction, amount } }) => {
          return total + (direction === 'DEBIT' ? 1 : -1) * Number(amount.amount);
        }, Number(page.openingBalance.amount));
        expect(sum.toFixed(2)).toBe(page.closingBalance.amount);
        expect(page).toMatchObject({
          periodOpeningBalance: { amount: '100.00' },
          periodClosingBalance: { amount: '-57.00' },
          totalCount: 7,
        });
        if (forwards) nodes.push(...page.nodes);
        else nodes.unshift(...page.nodes);
        if (!(forwards ? page.pageInfo.hasNextPage : page.pageInfo.hasPreviousPage)) return nodes;
        cursor = forwards ? page.pageInfo.endCursor : page.pageInfo.startCursor;
      }
    };
    expect(read(await walk(true))).toEqual(all);
    expect(read(await walk(false))).toEqual(all);
  });

  it('takes what is posted between two pages into account, however much it is, with or without knownAt', async () => {
    const companyId = await books.openCompany();
    const post = (transactions: object[]) => books.ask(createTransactions, { input: { companyId, transactions } });
    const sale = (date: string, amount: string) => ({ date, description: 'x', entries: entriesOf(amount) });
    const accounts = `query ($companyId: ID!) { accounts(companyId: $companyId, filter: { codePrefix: "1000" }) { nodes { id } } }`;
    const accountId = (await books.ask(accounts, { companyId })).accounts.nodes[0].id;
    await post(['2026-01-01', '2026-01-02', '2026-01-02', '2026-01-03'].map((date) => sale(date, '1.00')));
    const { endCursor, startCursor } = (await ask({ companyId, accountId, first: 2 })).pageInfo;
    const balances = async (more: object) => read((await ask({ companyId, accountId, ...more })).nodes).map(([, , , balance]) => balance);
    expect(await balances({ after: endCursor })).toEqual(['3.00', '4.00']);
    expect(await balances({ last: 1, before: endCursor })).toEqual(['1.00']);
    const knownAt = new Date(books.server.clock.now()).toISOString();
    const early = (await ask({ companyId, accountId, first: 2, knownAt })).pageInfo.endCursor;
    books.server.clock.advance(1000);

    await post([sale('2025-12-31', '100.00'), sale('2026-01-02', '10.00')]);
    expect(await balances({ after: endCursor })).toEqual(['103.00', '113.00', '114.00']);
    expect(await balances({ last: 1, before: endCursor })).toEqual(['101.00']);
    expect(await balances({ after: startCursor, first: 1 })).toEqual(['102.00']);
    expect(await balances({ after: early, knownAt })).toEqual(['3.00', '4.00']);

    for (let batch = 0; batch < 2; batch += 1) await post(Array.from({ length: 600 }, () => sale('2026-01-01', '0.01')));
    expect(await balances({ after: endCursor })).toEqual(['115.00', '125.00', '126.00']);
    expect(await balances({ last: 1, before: endCursor })).toEqual(['113.00']);
    expect(await balances({ after: early, knownAt })).toEqual(['3.00', '4.00']);
  });

  it('refuses a cursor whose balance is none', async () => {
    const { endCursor } = (await ask({ first: 2 })).pageInfo;
    const [fingerprint, ...held] = JSON.parse(Buffer.from(endCursor, 'base64url').toString()) as unknown[];
    for (const forged of [held.slice(0, 3), held.with(3, 'x'), held.with(5, '1'), [...held, 1]]) {
      const after = Buffer.from(JSON.stringify([fingerprint, ...forged])).toString('base64url');
      const asked = { companyId: books.companyId, accountId: ids['1000'], from: '2026-01-01', to: '2026-02-28', after };
      expect(await books.refusal(document, asked)).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
  });

  it('tells where an empty page lies by its balance', async () => {
    const middle = (await ask({ first: 3 })).pageInfo.endCursor;
    const last = (await ask()).pageInfo.endCursor;
    const balances = async (args: object) => {
      const { nodes, openingBalance, closingBalance } = await ask(args);
      expect(nodes).toEqual([]);
      expect(closingBalance).toEqual(openingBalance);
      return openingBalance.amount;
    };
    expect(await balances({ first: 0 })).toBe('100.00');
    expect(await balances({ last: 0 })).toBe('-57.00');
    expect(await balances({ first: 0, after: middle })).toBe('103.00');
    expect(await balances({ last: 0, before: middle })).toBe('99.00');
    expect(await balances({ after: last })).toBe('-57.00');
    expect(await balances({ from: '2026-01-01', to: '2026-01-14' })).toBe('100.00');
    expect(await balances({ from: '1000-01-01', to: '1000-12-31' })).toBe('0.00');
  });

  it('shows balances on the normal side of the account, and one currency at a time', async () => {
    const sales = await ask({ accountId: ids['4000'], from: '2026-01-31', to: '2026-12-31' });
    expect(read(sales.nodes)).toEqual([
      ['2026-01-31', 'CREDIT', '16.00', '49.00'],
      ['2026-03-01', 'CREDIT', '64.00', '113.00'],
    ]);
    expect(sales.openingBalance).toEqual({ amount: '33.00' });
    const yen = await ask({ currency: 'JPY' });
    expect([read(yen.nodes), yen.otherCurrencies]).toEqual([[['2026-01-15', 'DEBIT', '700', '700']], ['USD']]);
  });

  it('takes a cursor only for the ledger that it came from', async () => {
    const { endCursor } = (await ask({ first: 2 })).pageInfo;
    const refused = (wrong: object) =>
      books.refusal(document, {
        companyId: books.companyId,
        accountId: ids['1000'],
        from: '2026-01-01',
        to: '2026-02-28',
        after: endCursor,
        ...wrong,
      });
    for (const wrong of [{ to: '2026-03-31' }, { currency: 'JPY' }, { accountId: ids['4000'] }, { knownAt: '2026-01-01T00:00:00Z' }]) {
      expect(await refused(wrong)).toMatchObject({ code: 'BAD_USER_INPUT', violations: ['after FOREIGN_CURSOR'] });
    }
  });

  it('refuses days upside down, unknown currencies, and accounts that the company does not have', async () => {
    const refused = (wrong: object) =>
      books.refusal(document, { companyId: books.companyId, accountId: ids['1000'], from: '2026-01-01', to: '2026-12-31', ...wrong });
    expect(await refused({ to: '2025-12-31', currency: 'XXZ', knownAt: '2999-01-01T00:00:00Z' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: ['currency UNKNOWN_CURRENCY', 'knownAt IN_THE_FUTURE', 'to OUT_OF_RANGE'],
    });
    expect(await refused({ accountId: absentId })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused({ accountId: '1000' })).toMatchObject({ code: 'BAD_USER_INPUT', violations: ['accountId NOT_A_UUID'] });
    expect(await refused({ companyId: await books.openCompany() })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused({ first: 101 })).toMatchObject({ code: 'BAD_USER_INPUT', violations: ['first OUT_OF_RANGE'] });
  });
});
