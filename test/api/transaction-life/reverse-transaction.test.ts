import { forEachEngine } from '../../support/engines';
import {
  absentId,
  archiveAccount,
  archiveCompany,
  balancesOf,
  createAccount,
  draft,
  entriesOf,
  openApiBooks,
  posted,
  postTransaction,
  read,
  reverseTransaction,
  updateTransaction,
  voidTransaction,
  type ApiBooks,
} from '../support/api-books';

forEachEngine((engine) => {
  let books: ApiBooks;

  beforeAll(async () => {
    books = await openApiBooks(engine);
  });
  afterAll(() => books?.close());

  const reverse = async (input: object) => (await books.ask(reverseTransaction, { input })).reverseTransaction;
  const refusal = (input: object) => books.refusal(reverseTransaction, { input });
  const said = { description: 'Invoice 7', counterparty: 'Bob', tags: ['a', 'b'], metadata: { own: 7 }, externalId: 'inv-7' };

  it('posts the opposite of a transaction, linked both ways, and leaves what it reverses as it was', async () => {
    const entries = [
      { accountCode: '1000', direction: 'DEBIT', amount: '10.70', memo: 'till' },
      { accountCode: '4000', direction: 'CREDIT', amount: '10.00' },
      { accountCode: '2300', direction: 'CREDIT', amount: '0.70', memo: 'tax' },
    ];
    const before = await balancesOf(books);
    const id = await posted(books, { ...said, entries });
    const original = await read(books, id);
    books.server.clock.advance(1000);
    const { transaction, reversed, replayed } = await reverse({ id });
    expect(replayed).toBe(false);
    expect(transaction).toMatchObject({
      number: original.number + 1,
      date: '2026-07-01',
      status: 'POSTED',
      description: `Reversal of #${original.number}: Invoice 7`,
      counterparty: 'Bob',
      tags: ['a', 'b'],
      metadata: null,
      externalId: null,
      postedAt: '2026-07-01T12:00:01.000Z',
      reverses: { id },
      reversedBy: null,
    });
    const sides = ({ direction, memo, amount, account }: (typeof original.entries)[0]) => [direction, memo, amount.amount, account.code];
    expect(transaction.entries.map(sides)).toEqual([
      ['CREDIT', 'till', '10.70', '1000'],
      ['DEBIT', null, '10.00', '4000'],
      ['DEBIT', 'tax', '0.70', '2300'],
    ]);
    expect(reversed).toEqual({ ...original, reversedBy: { id: transaction.id } });
    expect(await read(books, id)).toEqual(reversed);
    expect(await read(books, transaction.id)).toEqual(transaction);
    const after = await balancesOf(books);
    for (const code of ['1000', '4000', '2300']) expect(Number(after[code])).toBe(Number(before[code] ?? 0));
  });

  it('shows the link wherever the transaction was read before', async () => {
    const id = await posted(books, { counterparty: 'Seen' });
    const list = `query ($id: ID!) { transactions(companyId: $id, filter: { counterparty: "Seen" }, orderBy: { field: NUMBER, direction: ASC }) {
      nodes { id reverses { id } reversedBy { id } entries { amount { amount } account { code } } } } }`;
    const page = async () => (await books.ask(list, { id: books.companyId })).transactions.nodes;
    for (const _again of [1, 2, 3]) expect(await page()).toMatchObject([{ id, reverses: null, reversedBy: null }]);
    const reversal = (await reverse({ id })).transaction.id;
    expect(await page()).toMatchObject([
      { id, reverses: null, reversedBy: { id: reversal } },
      { id: reversal, reverses: { id }, reversedBy: null },
    ]);
  });

  it('takes a date and a description', async () => {
    const id = await posted(books);
    const { transaction } = await reverse({ id, date: '2026-02-15', description: 'Wrong customer' });
    expect(transaction).toMatchObject({ date: '2026-02-15', description: 'Wrong customer' });
  });

  it('keeps a description of its own making within what is kept, and whole', async () => {
    const id = await posted(books, { description: '🥐'.repeat(250) });
    const { description } = (await reverse({ id })).transaction;
    expect(description).toMatch(/^Reversal of #\d+: (🥐)+…$/u);
    expect(description.length).toBeLessThanOrEqual(500);
  });

  it('leaves every later balance right, dated back as it may be', async () => {
    const companyId = await books.openCompany();
    const cash = 'query ($id: ID!) { company(id: $id) { accounts(filter: { codePrefix: "1000" }) { nodes { feb: balances(asOf: "2026-02-28") { amount } mar: balances(asOf: "2026-03-31") { amount } now: balances { amount } } } } }'; // prettier-ignore
    const amounts = async () => {
      const [{ feb, mar, now }] = (await books.ask(cash, { id: companyId })).company.accounts.nodes;
      return [feb, mar, now].map(([balance]: { amount: string }[]) => balance?.amount ?? '0.00');
    };
    const first = await posted(books, { companyId, date: '2026-02-10', entries: entriesOf('10.00') });
    await posted(books, { companyId, date: '2026-03-10', entries: entriesOf('1.00') });
    await posted(books, { companyId, date: '2026-04-10', entries: entriesOf('0.10') });
    expect(await amounts()).toEqual(['10.00', '11.00', '11.10']);
    await reverse({ id: first, date: '2026-03-05' });
    expect(await amounts()).toEqual(['10.00', '1.00', '1.10']);
  });

  it('reverses once: a second time it is refused, and the reversal is named', async () => {
    const id = await posted(books);
    const { number } = (await reverse({ id })).transaction;
    const { message, ...refused } = await refusal({ id, date: '2026-03-01', idempotencyKey: 'late' });
    expect(refused).toMatchObject({ code: 'ALREADY_REVERSED', violations: ['input.id ALREADY_REVERSED'] });
    expect(message).toContain(`number ${number}`);
  });

  it('reverses a reversal, and that again', async () => {
    const before = await balancesOf(books);
    const id = await posted(books);
    const once = (await reverse({ id })).transaction;
    const twice = await reverse({ id: once.id });
    expect(twice.transaction).toMatchObject({ reverses: { id: once.id }, description: `Reversal of #${once.number}: ${once.description}` });
    expect(twice.reversed).toMatchObject({ reverses: { id }, reversedBy: { id: twice.transaction.id } });
    expect(Number((await balancesOf(books))['1000'])).toBe(Number(before['1000'] ?? 0) + 5);
    expect(await refusal({ id })).toMatchObject({ code: 'ALREADY_REVERSED' });
    await reverse({ id: twice.transaction.id });
    expect(Number((await balancesOf(books))['1000'])).toBe(Number(before['1000'] ?? 0));
  });

  it('reverses only what is posted', async () => {
    const id = await draft(books);
    expect(await refusal({ id })).toMatchObject({ code: 'BAD_USER_INPUT', violations: ['input.id NOT_POSTED'] });
    await books.ask(voidTransaction, { input: { id } });
    expect(await refusal({ id })).toMatchObject({ code: 'ALREADY_VOIDED', violations: ['input.id ALREADY_VOIDED'] });
  });

  it('lets what is said about a reversed transaction and its reversal be said anew', async () => {
    const id = await posted(books);
    const { transaction } = await reverse({ id });
    for (const one of [id, transaction.id]) {
      await books.ask(updateTransaction, { input: { id: one, description: 'Said anew' } });
      expect(await read(books, one)).toMatchObject({ description: 'Said anew', status: 'POSTED' });
    }
  });

  it('answers a repeat after a lost answer with the first result, the next day too, and changes no row', async () => {
    const input = { id: await posted(books), idempotencyKey: 'reverse-1' };
    const first = await reverse(input);
    const before = await books.rows();
    books.server.clock.advance(86_400_000);
    try {
      const again = await books.ask(reverseTransaction, { input }, await books.server.admin());
      expect(again.reverseTransaction).toEqual({ ...first, replayed: true });
      expect(await books.rows()).toEqual(before);
    } finally {
      books.server.clock.advance(-86_400_000);
    }
  });

  it('refuses the key of another request: of another date, description or transaction, or another operation', async () => {
    const [id, other, drafted] = [await posted(books), await posted(books), await draft(books)];
    await reverse({ id, idempotencyKey: 'reverse-2' });
    const conflict = { code: 'IDEMPOTENCY_CONFLICT', violations: ['input.idempotencyKey IDEMPOTENCY_CONFLICT'] };
    for (const changed of [{ id, date: '2026-03-01' }, { id, description: 'x' }, { id: other }]) {
      expect(await refusal({ ...changed, idempotencyKey: 'reverse-2' })).toMatchObject(conflict);
    }
    expect(await books.refusal(postTransaction, { input: { id: drafted, idempotencyKey: 'reverse-2' } })).toMatchObject(conflict);
  });

  it('reverses once for fifty requests at once', async () => {
    const id = await posted(books);
    const before = await balancesOf(books);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => books.server.graphql(reverseTransaction, { input: { id } }, books.token)),
    );
    const codes = answers.map(({ codes: [code] }) => code ?? 'reversed').sort();
    expect(codes).toEqual([...Array<string>(49).fill('ALREADY_REVERSED'), 'reversed']);
    expect(Number((await balancesOf(books))['1000'])).toBe(Number(before['1000']) - 5);
  });

  it('answers fifty identical requests with one key alike, and reverses once', async () => {
    const id = await posted(books);
    const answers = await Promise.all(Array.from({ length: 50 }, () => reverse({ id, idempotencyKey: 'fifty' })));
    expect(new Set(answers.map(({ transaction, reversed }) => JSON.stringify([transaction, reversed]))).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });

  it('mends a mistake on an account that was archived since', async () => {
    const account = { companyId: books.companyId, code: '1980', name: 'Old', type: 'ASSET' };
    const accountId = (await books.ask(createAccount, { input: account })).createAccount.account.id;
    const id = await posted(books, { entries: entriesOf('5.00', '1980') });
    await books.ask(archiveAccount, { input: { id: accountId } });
    await reverse({ id });
    expect((await balancesOf(books))['1980']).toBe('0.00');
  });

  it('takes no reversal into the books of an archived company', async () => {
    const companyId = await books.openCompany();
    const id = await posted(books, { companyId });
    await books.ask(archiveCompany, { input: { id: companyId } });
    expect(await refusal({ id })).toMatchObject({ violations: ['input.id COMPANY_ARCHIVED'] });
  });

  it('tells all that is wrong at once', async () => {
    const id = await draft(books);
    expect(await refusal({ id, description: ' ', idempotencyKey: 'x'.repeat(201) })).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: ['input.description REQUIRED', 'input.id NOT_POSTED', 'input.idempotencyKey TOO_LONG'],
    });
    expect(await refusal({ id: 'x' })).toMatchObject({ violations: ['input.id NOT_A_UUID'] });
    expect(await refusal({ id: absentId })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal({ id, date: '2026-02-30' })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('needs transactions:post alone', async () => {
    const id = await posted(books);
    const admin = await books.server.client('ADMIN');
    const writer = await books.server.token(admin, 'transactions:read transactions:write');
    const document = 'mutation ($input: ReverseTransactionInput!) { reverseTransaction(input: $input) { reversed { id } } }';
    expect(await books.refusal(document, { input: { id } }, writer)).toMatchObject({ code: 'FORBIDDEN' });
    const poster = await books.server.token(admin, 'transactions:post');
    expect(await books.ask(document, { input: { id } }, poster)).toEqual({ reverseTransaction: { reversed: { id } } });
  });
});
