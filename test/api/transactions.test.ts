import { forEachEngine } from '../support/engines';
import { absentId, createTransaction, entriesOf, openApiBooks, type ApiBooks } from './support/api-books';

const fields = `id number date status description counterparty externalId tags metadata createdAt postedAt hash
  company { id legalName } reverses { id } reversedBy { id }
  entries { id direction memo amount { amount currency } account { id code normalBalance company { id } } }`;
const create = `mutation ($input: CreateTransactionInput!) { createTransaction(input: $input) { replayed transaction { ${fields} } } }`;
const read = `query ($id: ID!) { transaction(id: $id) { ${fields} } }`;

forEachEngine((engine) => {
  let books: ApiBooks;
  let cashId: string;

  beforeAll(async () => {
    books = await openApiBooks(engine);
    const document = 'query ($id: ID!) { company(id: $id) { accounts(first: 1) { nodes { id } } } }';
    cashId = (await books.ask(document, { id: books.companyId })).company.accounts.nodes[0].id;
  });
  afterAll(() => books?.close());

  const sale = (amount: string, more: object = {}) => ({
    companyId: books.companyId,
    date: '2026-01-31',
    description: 'Sale',
    entries: entriesOf(amount),
    ...more,
  });
  const posted = async (input: object) => (await books.ask(create, { input })).createTransaction;

  it('posts a transaction with everything that was said of it, and shows it so from then on', async () => {
    const said = {
      date: '2026-02-28',
      description: 'Brot & Brötchen 🥐',
      counterparty: 'Café Olé',
      externalId: 'inv-1',
      tags: ['a', 'ß', 'a b'],
      metadata: { deep: { list: [1, 'two', null] } },
    };
    const entries = [
      { accountId: cashId.toUpperCase(), direction: 'DEBIT', amount: '10.70', memo: 'till' },
      { accountCode: '4000', direction: 'CREDIT', amount: '10.00', currency: 'USD' },
      { accountCode: '2300', direction: 'CREDIT', amount: '0.7' },
    ];
    const { transaction, replayed } = await posted({ companyId: books.companyId, ...said, entries });
    const instant = new Date(books.server.clock.now()).toISOString();
    expect(replayed).toBe(false);
    expect(transaction).toMatchObject({
      ...said,
      number: 1,
      status: 'POSTED',
      createdAt: instant,
      postedAt: instant,
      reverses: null,
      reversedBy: null,
    });
    expect(transaction.company).toEqual({ id: books.companyId, legalName: 'Acme' });
    expect(transaction.hash).toMatch(/^[0-9a-f]{64}$/);
    const company = { id: books.companyId };
    expect(transaction.entries).toMatchObject([
      {
        direction: 'DEBIT',
        memo: 'till',
        amount: { amount: '10.70', currency: 'USD' },
        account: { id: cashId, normalBalance: 'DEBIT', company },
      },
      { direction: 'CREDIT', memo: null, amount: { amount: '10.00', currency: 'USD' }, account: { code: '4000', normalBalance: 'CREDIT' } },
      { direction: 'CREDIT', memo: null, amount: { amount: '0.70', currency: 'USD' }, account: { code: '2300' } },
    ]);
    expect(new Set(transaction.entries.map(({ id }: { id: string }) => id)).size).toBe(3);
    expect((await books.ask(read, { id: transaction.id })).transaction).toEqual(transaction);
    const node = `query ($id: ID!) { node(id: $id) { ... on Transaction { ${fields} } } }`;
    expect((await books.ask(node, { id: transaction.id })).node).toEqual(transaction);
  });

  it('numbers what is posted without gaps, whatever was refused, drafted or tried in between', async () => {
    const first = (await posted(sale('1.00'))).transaction.number;
    await books.refusal(create, { input: sale('0') });
    expect((await posted(sale('1.00', { dryRun: true }))).transaction.number).toBe(first + 1);
    expect((await posted(sale('1.00', { status: 'PENDING' }))).transaction.number).toBeNull();
    expect((await posted(sale('1.00'))).transaction.number).toBe(first + 1);
  });

  it('drafts a transaction without a number, a hash or a posting time', async () => {
    const { transaction } = await posted(sale('1.00', { status: 'PENDING' }));
    expect(transaction).toMatchObject({ status: 'PENDING', number: null, hash: null, postedAt: null, reversedBy: null });
    expect((await books.ask(read, { id: transaction.id })).transaction).toEqual(transaction);
  });

  it('says on a dry run what it would write, and writes nothing', async () => {
    const before = await books.rows();
    const input = sale('1.00', { dryRun: true, idempotencyKey: 'dry', externalId: 'dry' });
    const { transaction, replayed } = await posted(input);
    expect([replayed, transaction.status, transaction.entries.length]).toEqual([false, 'POSTED', 2]);
    expect(await books.rows()).toEqual(before);
    expect(await books.ask(read, { id: transaction.id })).toEqual({ transaction: null });
    expect((await posted({ ...input, dryRun: false })).replayed).toBe(false);
    expect(await books.refusal(create, { input: sale('0', { dryRun: true }) })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('tells all that is wrong at once, and writes nothing', async () => {
    const input = sale('1.00', {
      description: ' ',
      counterparty: 'x'.repeat(201),
      externalId: '',
      idempotencyKey: 'x'.repeat(201),
      status: 'VOIDED',
      tags: ['', 'fine'],
      metadata: { text: 'x'.repeat(16_384) },
      entries: [
        { accountId: 'x', direction: 'DEBIT', amount: '1e3' },
        { direction: 'CREDIT', amount: '0.001', memo: 'x'.repeat(501) },
        { accountId: cashId, accountCode: '1000', direction: 'CREDIT', amount: '5.00', currency: 'XXZ' },
        { accountCode: 'none', direction: 'CREDIT', amount: '-5.00' },
      ],
    });
    expect(await books.refusal(create, { input })).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: [
        'input.counterparty TOO_LONG',
        'input.description REQUIRED',
        'input.entries.0.accountId NOT_A_UUID',
        'input.entries.0.amount NOT_A_DECIMAL',
        'input.entries.1 ACCOUNT_REQUIRED',
        'input.entries.1.amount TOO_MANY_DIGITS',
        'input.entries.1.memo TOO_LONG',
        'input.entries.2 ACCOUNT_TWICE',
        'input.entries.2.currency UNKNOWN_CURRENCY',
        'input.entries.3.accountCode UNKNOWN_ACCOUNT',
        'input.entries.3.amount NOT_POSITIVE',
        'input.externalId REQUIRED',
        'input.idempotencyKey TOO_LONG',
        'input.metadata TOO_LONG',
        'input.status NOT_ALLOWED',
        'input.tags.0 REQUIRED',
      ],
    });
  });

  it.each([
    ['a float for an amount', { entries: [{ accountCode: '1000', direction: 'DEBIT', amount: 1.5 }] }],
    ['an integer for an amount', { entries: [{ accountCode: '1000', direction: 'DEBIT', amount: 1 }] }],
    ['a day that there is not', { date: '2026-02-30' }],
    ['an instant for a day', { date: '2026-02-28T00:00:00Z' }],
    ['a direction that there is not', { entries: [{ accountCode: '1000', direction: 'LEFT', amount: '1.00' }] }],
    ['a single entry', { entries: [{ accountCode: '1000', direction: 'DEBIT', amount: '1.00' }] }],
    ['501 entries', { entries: Array.from({ length: 501 }, () => entriesOf('1.00')[0]) }],
    ['21 tags', { tags: Array.from({ length: 21 }, String) }],
    ['an account code that is empty', { entries: entriesOf('1.00', '') }],
    ['an account id that is empty', { entries: [{ accountId: '', direction: 'DEBIT', amount: '1.00' }, entriesOf('1.00')[1]] }],
    ['an account that does not exist', { entries: [{ accountId: absentId, direction: 'DEBIT', amount: '1.00' }, entriesOf('1.00')[1]] }],
    ['a company whose id is no UUID', { companyId: 'x' }],
    ['a NUL character', { externalId: '\0' }],
  ])('refuses %s, and writes nothing', async (_name, wrong) => {
    expect(await books.refusal(create, { input: sale('1.00', wrong) })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it.each(['1.50', '150e-2', '2'])('refuses the number %s for an amount in the document itself', async (amount) => {
    const document = `mutation { createTransaction(input: { companyId: "${books.companyId}", date: "2026-01-31", description: "x", entries: [
      { accountCode: "1000", direction: DEBIT, amount: ${amount} }, { accountCode: "4000", direction: CREDIT, amount: "2.00" }] }) { replayed } }`;
    const { code, message } = await books.refusal(document);
    expect(code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(message).toContain('never a JSON number');
  });

  it('refuses what does not balance in every currency, and says by how much', async () => {
    const entries = [...entriesOf('5.00'), { accountCode: '1000', direction: 'DEBIT', amount: '7', currency: 'JPY' }];
    const { code, message, violations } = await books.refusal(create, { input: sale('0', { entries }) });
    expect([code, violations]).toEqual(['UNBALANCED', ['input.entries UNBALANCED']]);
    expect(message).toContain('JPY');
    expect(message).toContain('7');
  });

  it('takes an external id once in a company, and again in another', async () => {
    await posted(sale('1.00', { externalId: 'E-1' }));
    expect(await books.refusal(create, { input: sale('2.00', { externalId: 'E-1' }) })).toMatchObject({
      violations: ['input.externalId EXTERNAL_ID_TAKEN'],
    });
    const companyId = await books.openCompany();
    expect((await posted(sale('1.00', { companyId, externalId: 'E-1' }))).transaction.number).toBe(1);
  });

  it('keeps the largest amount to the last unit, and refuses one unit more', async () => {
    const { transaction } = await posted(sale('90071992547409.91'));
    expect(transaction.entries[0].amount).toEqual({ amount: '90071992547409.91', currency: 'USD' });
    expect(await books.refusal(create, { input: sale('90071992547409.92') })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('refuses an id that is no UUID, and says null of one that does not exist', async () => {
    expect(await books.refusal(read, { id: 'x' })).toMatchObject({ code: 'BAD_USER_INPUT', violations: ['id NOT_A_UUID'] });
    expect(await books.ask(read, { id: absentId })).toEqual({ transaction: null });
    expect(await books.refusal(createTransaction, { input: sale('1.00', { companyId: absentId }) })).toMatchObject({ code: 'NOT_FOUND' });
  });
});
