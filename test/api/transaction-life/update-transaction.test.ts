import { forEachEngine } from '../../support/engines';
import {
  absentId,
  balancesOf,
  createTransaction,
  draft,
  entriesOf,
  openApiBooks,
  posted,
  postTransaction,
  read,
  updateTransaction,
  voidTransaction,
  type ApiBooks,
} from '../support/api-books';

const said = { description: 'Brot & Brötchen 🥐', counterparty: 'Café Olé', tags: ['ß', 'a b'], metadata: { deep: { list: [1, null] } } };

forEachEngine((engine) => {
  let books: ApiBooks;

  beforeAll(async () => {
    books = await openApiBooks(engine);
  });
  afterAll(() => books?.close());

  const update = async (input: object) => (await books.ask(updateTransaction, { input })).updateTransaction.transaction;
  const refusal = (input: object) => books.refusal(updateTransaction, { input });

  it('changes everything of a draft, and answers with it as it is then', async () => {
    const id = await draft(books, { externalId: 'inv-1' });
    const before = await read(books, id);
    const entries = [
      { accountCode: '1010', direction: 'DEBIT', amount: '7.00', memo: 'till' },
      { accountCode: '4000', direction: 'CREDIT', amount: '6.00' },
      { accountCode: '2300', direction: 'CREDIT', amount: '1' },
    ];
    const changed = await update({ id, ...said, date: '2026-02-28', entries });
    expect(changed).toMatchObject({ ...said, id, date: '2026-02-28', status: 'PENDING', externalId: 'inv-1', createdAt: before.createdAt });
    expect(changed.entries).toMatchObject([
      { direction: 'DEBIT', memo: 'till', amount: { amount: '7.00', currency: 'USD' }, account: { code: '1010' } },
      { direction: 'CREDIT', memo: null, amount: { amount: '6.00' }, account: { code: '4000' } },
      { direction: 'CREDIT', memo: null, amount: { amount: '1.00' }, account: { code: '2300' } },
    ]);
    expect(await read(books, id)).toEqual(changed);
    await books.ask(postTransaction, { input: { id } });
    expect(await read(books, id)).toMatchObject({ ...said, date: '2026-02-28', status: 'POSTED', entries: changed.entries });
  });

  it('leaves what was left out, and clears what is null', async () => {
    const id = await draft(books, { ...said });
    const before = await read(books, id);
    expect(await update({ id })).toEqual(before);
    expect(await update({ id, description: 'Other' })).toEqual({ ...before, description: 'Other' });
    expect(await update({ id, counterparty: null, tags: null, metadata: null })).toEqual({
      ...before,
      description: 'Other',
      counterparty: null,
      tags: [],
      metadata: null,
    });
    expect(await update({ id, date: '2026-02-01' })).toMatchObject({ date: '2026-02-01', entries: before.entries });
  });

  it('dates the entries of a draft with it', async () => {
    const id = await draft(books);
    await update({ id, date: '2026-05-05' });
    const rows = await books.server.database.reader.rows(['e.date'], 'from entries e join transactions t on t.key = e.transaction_key where t.id = ?1', [id]); // prettier-ignore
    expect(rows).toEqual([[20260505], [20260505]]);
  });

  it('changes of a posted transaction what is said about it, and nothing else', async () => {
    const id = await posted(books);
    const [before, balances] = [await read(books, id), await balancesOf(books)];
    const changed = await update({ id, ...said });
    expect(changed).toEqual({ ...before, ...said });
    expect(await read(books, id)).toEqual(changed);
    expect(await balancesOf(books)).toEqual(balances);
  });

  it('shows the new words of a posted transaction wherever it was read before', async () => {
    const id = await posted(books, { description: 'Before', counterparty: 'Seen' });
    const list = `query ($id: ID!) { transactions(companyId: $id, filter: { counterparty: "Seen" }) {
      nodes { description tags entries { memo amount { amount } account { code } } } } }`;
    const page = async () => (await books.ask(list, { id: books.companyId })).transactions.nodes;
    const [before] = await page();
    await page();
    await update({ id, description: 'After', tags: ['new'] });
    expect(await page()).toEqual([{ ...before, description: 'After', tags: ['new'] }]);
  });

  it.each([
    ['its date', { date: '2026-02-01' }, ['input.date ALREADY_POSTED']],
    ['its date, were it the same', { date: '2026-01-31' }, ['input.date ALREADY_POSTED']],
    ['its entries', { entries: entriesOf('5.00') }, ['input.entries ALREADY_POSTED']],
    ['both, and its description', { date: '2026-02-01', entries: entriesOf('9.00'), description: 'x' }, ['input.date ALREADY_POSTED', 'input.entries ALREADY_POSTED']],
  ])('refuses to change of a posted transaction %s', async (_name, change, violations) => {
    expect(await refusal({ id: await posted(books), ...change })).toMatchObject({ code: 'ALREADY_POSTED', violations });
  }); // prettier-ignore

  it('refuses to change anything of a voided transaction', async () => {
    const id = await draft(books);
    await books.ask(voidTransaction, { input: { id } });
    for (const change of [{}, { description: 'x' }, { date: '2026-02-01' }, { entries: entriesOf('1.00') }]) {
      expect(await refusal({ id, ...change })).toMatchObject({ code: 'ALREADY_VOIDED', violations: ['input.id ALREADY_VOIDED'] });
    }
  });

  it('tells all that is wrong with a change at once', async () => {
    const input = {
      id: await draft(books),
      description: null,
      counterparty: 'x'.repeat(201),
      date: null,
      tags: ['', 'fine'],
      metadata: { text: 'x'.repeat(16_384) },
      entries: [
        { accountCode: 'none', direction: 'DEBIT', amount: '1e3' },
        { direction: 'CREDIT', amount: '0.001' },
      ],
    };
    expect(await refusal(input)).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: [
        'input.counterparty TOO_LONG',
        'input.date REQUIRED',
        'input.description REQUIRED',
        'input.entries.0.accountCode UNKNOWN_ACCOUNT',
        'input.entries.0.amount NOT_A_DECIMAL',
        'input.entries.1 ACCOUNT_REQUIRED',
        'input.entries.1.amount TOO_MANY_DIGITS',
        'input.metadata TOO_LONG',
        'input.tags.0 REQUIRED',
      ],
    });
  });

  it.each([
    ['an empty description', { description: ' ' }],
    ['no entries', { entries: [] }],
    ['entries that are null', { entries: null }],
    ['a day that there is not', { date: '2026-02-30' }],
    ['21 tags', { tags: Array.from({ length: 21 }, String) }],
    ['a NUL character', { counterparty: '\0' }],
  ])('refuses %s', async (_name, change) => {
    expect(await refusal({ id: await draft(books), ...change })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('refuses entries that do not balance', async () => {
    const entries = [entriesOf('5.00')[0], entriesOf('4.00')[1]];
    expect(await refusal({ id: await draft(books), entries })).toMatchObject({ code: 'UNBALANCED' });
  });

  it('refuses an id that is no UUID, and one that nothing has', async () => {
    expect(await refusal({ id: 'x' })).toMatchObject({ violations: ['input.id NOT_A_UUID'] });
    expect(await refusal({ id: absentId })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('never loses a change when fifty are made at once, and answers each with its own', async () => {
    const id = await draft(books);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => update({ id, description: `Change ${index}` })));
    expect(answers.map(({ description }) => description)).toEqual(answers.map((_, index) => `Change ${index}`));
    expect((await read(books, id)).description).toMatch(/^Change \d+$/);
  });

  it('answers a repeat of the request that made it with the transaction as it is now', async () => {
    const input = {
      companyId: books.companyId,
      date: '2026-01-31',
      description: 'First words',
      entries: entriesOf('5.00'),
      idempotencyKey: 'made',
    };
    const { transaction } = (await books.ask(createTransaction, { input })).createTransaction;
    await update({ id: transaction.id, description: 'Other words' });
    const document = createTransaction.replace('number status', 'description');
    const again = (await books.ask(document, { input })).createTransaction;
    expect(again).toEqual({ replayed: true, transaction: { id: transaction.id, description: 'Other words' } });
  });

  it('needs transactions:write alone, of a draft and of a posted transaction', async () => {
    const admin = await books.server.client('ADMIN');
    const [poster, writer] = await Promise.all(
      ['transactions:read transactions:post', 'transactions:write'].map((scope) => books.server.token(admin, scope)),
    );
    const document = 'mutation ($input: UpdateTransactionInput!) { updateTransaction(input: $input) { transaction { description } } }';
    for (const id of [await draft(books), await posted(books)]) {
      const input = { id, description: 'Said anew' };
      expect(await books.refusal(document, { input }, poster)).toMatchObject({ code: 'FORBIDDEN' });
      expect(await books.ask(document, { input }, writer)).toEqual({ updateTransaction: { transaction: { description: 'Said anew' } } });
    }
  });

  it('lets a transaction be found by what is said of it now, and no longer by what was said', async () => {
    const document = 'query ($id: ID!, $filter: TransactionFilter) { transactions(companyId: $id, filter: $filter) { nodes { id } } }';
    const found = async (filter: object) => {
      const { transactions } = await books.ask(document, { id: books.companyId, filter });
      return transactions.nodes.map(({ id }: { id: string }) => id);
    };
    const id = await posted(books, { description: 'Typewriter', counterparty: 'Olivetti', entries: entriesOf('7.00') });
    expect(await found({ search: 'typewriter olivetti' })).toEqual([id]);
    await update({ id, description: 'Printer', counterparty: null });
    expect([await found({ search: 'typewriter' }), await found({ counterparty: 'olivetti' }), await found({ search: 'printer' })]).toEqual([
      [],
      [],
      [id],
    ]);
    const ribbon = await draft(books, { description: 'Ribbon', entries: entriesOf('7.00', '6100', '1000', { memo: 'spool' }) });
    expect(await found({ search: 'ribbon spool' })).toEqual([ribbon]);
    await update({ id: ribbon, date: '2025-01-01', entries: entriesOf('8.00', '6100', '1000', { memo: 'cartridge' }) });
    expect([await found({ search: 'spool' }), await found({ search: 'ribbon cartridge', dateTo: '2025-01-01' })]).toEqual([[], [ribbon]]);
    await books.ask(postTransaction, { input: { id: ribbon, date: '2026-03-01' } });
    expect(await found({ search: 'ribbon', dateFrom: '2026-03-01', dateTo: '2026-03-01', status: ['POSTED'] })).toEqual([ribbon]);
    expect(await found({ search: 'ribbon', dateTo: '2026-02-28' })).toEqual([]);
  });
});
