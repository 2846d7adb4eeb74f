import { forEachEngine } from '../support/engines';
import { absentId, entriesOf, openApiBooks, type ApiBooks } from './support/api-books';

const createMany = `mutation ($input: CreateTransactionsInput!) { createTransactions(input: $input) { results {
  index replayed transaction { id number status externalId } error { code message violations { code path message } } } } }`;

forEachEngine((engine) => {
  let books: ApiBooks;

  beforeAll(async () => {
    books = await openApiBooks(engine);
  });
  afterAll(() => books?.close());

  const one = (more: object = {}) => ({ date: '2026-01-31', description: 'Sale', entries: entriesOf('1.00'), ...more });
  const batch = (transactions: object[], more: object = {}) => ({ input: { companyId: books.companyId, transactions, ...more } });
  const results = async (transactions: object[], more: object = {}) =>
    (await books.ask(createMany, batch(transactions, more))).createTransactions.results;
  const bad = [one({ description: '' }), one({ entries: entriesOf('1.00', 'none') })];

  it('writes all of a batch in its order, drafts among them', async () => {
    const written = await results([one({ externalId: 'first' }), one({ status: 'PENDING' }), one()]);
    expect(written).toMatchObject([
      { index: 0, replayed: false, error: null, transaction: { number: 1, status: 'POSTED', externalId: 'first' } },
      { index: 1, replayed: false, error: null, transaction: { number: null, status: 'PENDING' } },
      { index: 2, replayed: false, error: null, transaction: { number: 2, status: 'POSTED' } },
    ]);
  });

  it.each([{}, { onFailure: 'ABORT' }])('writes none of a batch of which any is refused, and names all that is wrong: %j', async (mode) => {
    expect(await books.refusal(createMany, batch([one(), bad[0]!, one(), bad[1]!], mode))).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: ['input.transactions.1.description REQUIRED', 'input.transactions.3.entries.0.accountCode UNKNOWN_ACCOUNT'],
    });
  });

  it('writes what is right and reports the rest where it is to continue, and numbers without gaps', async () => {
    const companyId = await books.openCompany();
    const unbalanced = one({ entries: [entriesOf('2.00')[0], entriesOf('1.00')[1]] });
    const written = await results([one(), bad[0]!, one(), unbalanced, one()], { companyId, onFailure: 'CONTINUE' });
    expect(written.map((result: { transaction: { number: number } | null }) => result.transaction?.number ?? null)).toEqual([
      1,
      null,
      2,
      null,
      3,
    ]);
    expect(written[1]).toMatchObject({
      index: 1,
      error: { code: 'BAD_USER_INPUT', violations: [{ code: 'REQUIRED', path: ['input', 'transactions', '1', 'description'] }] },
    });
    expect(written[3]).toMatchObject({
      index: 3,
      error: { code: 'UNBALANCED', violations: [{ path: ['input', 'transactions', '3', 'entries'] }] },
    });
  });

  it('sees what came before in the same batch: keys and external ids', async () => {
    const keyed = one({ idempotencyKey: 'k' });
    const written = await results(
      [keyed, keyed, one({ idempotencyKey: 'k', description: 'Other' }), one({ externalId: 'E' }), one({ externalId: 'E' })],
      { onFailure: 'CONTINUE' },
    );
    expect(written[1]).toMatchObject({ replayed: true, transaction: { id: written[0].transaction.id } });
    expect(written.map((result: { error: { code: string } | null }) => result.error?.code ?? null)).toEqual([
      null,
      null,
      'IDEMPOTENCY_CONFLICT',
      null,
      'BAD_USER_INPUT',
    ]);
  });

  it('brings back a whole batch that is sent again, and writes nothing', async () => {
    const keyed = [one({ idempotencyKey: 'b1' }), one({ idempotencyKey: 'b2' })];
    const first = await results(keyed);
    const before = await books.rows();
    expect(await results(keyed)).toEqual(first.map((result: object) => ({ ...result, replayed: true })));
    expect(await books.rows()).toEqual(before);
  });

  it.each(['ABORT', 'CONTINUE'])('writes nothing on a dry run that is to %s', async (onFailure) => {
    const before = await books.rows();
    const tried = await results([one(), one()], { onFailure, dryRun: true });
    expect(tried[1].transaction.number).toBe(tried[0].transaction.number + 1);
    expect(await books.rows()).toEqual(before);
  });

  it('takes a thousand transactions, refuses one more, and answers none with nothing', async () => {
    const companyId = await books.openCompany();
    const thousand = Array.from({ length: 1000 }, () => one());
    const written = await results(thousand, { companyId });
    expect([written.length, written[999].transaction.number]).toEqual([1000, 1000]);
    expect(await books.refusal(createMany, batch([...thousand, one()], { companyId }))).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: ['input.transactions TOO_MANY'],
    });
    expect(await results([], { companyId })).toEqual([]);
  });

  it('refuses the batch as a whole for a company that is none', async () => {
    const refused = (companyId: string) => books.refusal(createMany, batch([one()], { companyId, onFailure: 'CONTINUE' }));
    expect(await refused('x')).toMatchObject({ code: 'BAD_USER_INPUT', violations: ['input.companyId NOT_A_UUID'] });
    expect(await refused(absentId)).toMatchObject({ code: 'NOT_FOUND' });
  });
});
