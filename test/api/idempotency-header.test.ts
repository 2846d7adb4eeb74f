import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { forEachEngine } from '../support/engines';
import type { GraphQLFailure } from '../support/server';
import {
  createTransaction,
  draft,
  entriesOf,
  openApiBooks,
  posted,
  postTransaction,
  reverseTransaction,
  updateTransaction,
  voidTransaction,
  type ApiBooks,
} from './support/api-books';

forEachEngine((engine) => {
  let books: ApiBooks;

  beforeAll(async () => {
    books = await openApiBooks(engine);
  });
  afterAll(() => books?.close());

  async function send(query: string, variables: object, key: string, token: string | undefined = books.token) {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key, ...(token && { authorization: `Bearer ${token}` }) };
    const response = await books.server.fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    // oxlint-disable-next-line typescript/no-explicit-any
    const { data, errors } = (await response.json()) as { data?: any; errors?: GraphQLFailure[] };
    return { status: response.status, data, errors };
  }
  const refusal = async (...request: Parameters<typeof send>) => {
    const before = await books.rows();
    const { status, errors } = await send(...request);
    expect(await books.rows()).toEqual(before);
    const [{ message, extensions }] = errors as [GraphQLFailure];
    const violations = extensions.violations?.map(({ code, path }) => `${path.join('.')} ${code}`);
    return { status, code: extensions.code, message, violations };
  };
  const sale = (more: object = {}) => ({
    input: { companyId: books.companyId, date: '2026-01-31', description: 'Sale', entries: entriesOf('5.00'), ...more },
  });

  it('stands for the key of the input, where that has none', async () => {
    const first = (await send(createTransaction, sale(), 'header-1')).data.createTransaction;
    expect(first.replayed).toBe(false);
    expect((await send(createTransaction, sale(), 'header-1')).data.createTransaction).toEqual({ ...first, replayed: true });
    const inInput = await books.ask(createTransaction, sale({ idempotencyKey: 'header-1' }));
    expect(inInput.createTransaction).toEqual({ ...first, replayed: true });
    expect((await send(createTransaction, sale({ idempotencyKey: null }), 'header-1')).data.createTransaction.replayed).toBe(true);
    expect(await refusal(createTransaction, sale({ description: 'Other' }), 'header-1')).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  it('is read where the input stands in the document, too', async () => {
    const document = `mutation { make: createTransaction(input: { companyId: "${books.companyId}", date: "2026-01-31", description: "x", entries: [
      { accountCode: "1000", direction: DEBIT, amount: "1.00" }, { accountCode: "4000", direction: CREDIT, amount: "1.00" }] }) { replayed } }`;
    const told = [await send(document, {}, 'header-2'), await send(document, {}, 'header-2')];
    expect(told.map(({ data }) => data.make.replayed)).toEqual([false, true]);
  });

  it.each([
    ['postTransaction', postTransaction, () => draft(books)],
    ['voidTransaction', voidTransaction, () => draft(books)],
    ['reverseTransaction', reverseTransaction, () => posted(books)],
  ])('makes %s safe to repeat', async (name, document, made) => {
    const variables = { input: { id: await made() } };
    const told = [await send(document, variables, name), await send(document, variables, name)];
    expect(told.map(({ data }) => data[name].replayed)).toEqual([false, true]);
    expect(told[1]!.data[name].transaction).toEqual(told[0]!.data[name].transaction);
  });

  it('is the same key quoted, as the draft of the standard writes it', async () => {
    const first = (await send(createTransaction, sale(), '"a \\"quoted\\" \\\\ key"')).data.createTransaction;
    const again = await books.ask(createTransaction, sale({ idempotencyKey: 'a "quoted" \\ key' }));
    expect(again.createTransaction).toEqual({ ...first, replayed: true });
  });

  it('goes with the same key in the input, and is refused with another', async () => {
    expect((await send(createTransaction, sale({ idempotencyKey: 'both' }), 'both')).data.createTransaction.replayed).toBe(false);
    expect(await refusal(createTransaction, sale({ idempotencyKey: 'one' }), 'other')).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: ['input.idempotencyKey EXCLUSIVE'],
    });
  });

  it('is refused with more than one mutation, however they are named', async () => {
    const document = `mutation ($input: CreateTransactionInput!) {
      one: createTransaction(input: $input) { replayed } ...two } fragment two on Mutation { two: createTransaction(input: $input) { replayed } }`;
    const { message, ...refused } = await refusal(document, sale(), 'twice');
    expect(refused).toEqual({ status: 400, code: 'BAD_USER_INPUT', violations: ['Idempotency-Key NOT_ALLOWED'] });
    expect(message).toContain('one mutation');
  });

  it('counts the mutations that are run, not those that are skipped', async () => {
    const document = `mutation ($input: CreateTransactionInput!, $twice: Boolean!) {
      one: createTransaction(input: $input) { replayed } two: createTransaction(input: $input) @include(if: $twice) { replayed } }`;
    expect((await send(document, { ...sale(), twice: false }, 'once')).data).toEqual({ one: { replayed: false } });
    expect(await refusal(document, { ...sale(), twice: true }, 'once')).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it.each([
    ['updateTransaction', updateTransaction, async () => ({ input: { id: await draft(books), description: 'x' } })],
    [
      'createTransactions',
      'mutation ($input: CreateTransactionsInput!) { createTransactions(input: $input) { results { index } } }',
      async () => ({ input: { companyId: books.companyId, transactions: [] } }),
    ],
  ])('is refused with %s, for which no key is kept', async (name, document, variables) => {
    const { message, ...refused } = await refusal(document, await variables(), 'useless');
    expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', violations: ['Idempotency-Key NOT_ALLOWED'] });
    expect(message).toContain(name);
  });

  it('means nothing to a query', async () => {
    expect(await send('{ companies { totalCount } }', {}, 'x')).toMatchObject({ status: 200, data: { companies: { totalCount: 1 } } });
  });

  it.each([
    ['an empty key', '""', 'REQUIRED'],
    ['a key that is too long', 'x'.repeat(201), 'TOO_LONG'],
    ['a quote that does not end', '"x', 'MALFORMED'],
    ['letters that no header can hold', 'caf\u00e9', 'NOT_PRINTABLE'],
  ])('refuses %s', async (_what, key, violation) => {
    expect(await refusal(createTransaction, sale(), key)).toMatchObject({
      status: 400,
      code: 'BAD_USER_INPUT',
      violations: [`Idempotency-Key ${violation}`],
    });
  });

  it('refuses several keys', async () => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${books.token}`, 'idempotency-key': ['one', 'two'] };
    const sent = request(`${books.server.url}/graphql`, { method: 'POST', headers });
    sent.end(JSON.stringify({ query: createTransaction, variables: sale() }));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(400);
    expect(await json(response)).toMatchObject({ errors: [{ extensions: { violations: [{ code: 'EXCLUSIVE' }] } }] });
  });

  it('tells nobody without a token more than others are told', async () => {
    expect(await refusal(createTransaction, sale(), 'anybody', '')).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });
});
