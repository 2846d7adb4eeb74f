import { forEachEngine } from '../support/engines';
import {
  absentId,
  archiveCompany,
  closeBooks,
  createTransaction,
  draft,
  entriesOf,
  openApiBooks,
  posted,
  postTransaction,
  read,
  reopenBooks,
  reverseTransaction,
  updateTransaction,
  voidTransaction,
  type ApiBooks,
} from './support/api-books';

forEachEngine((engine) => {
  let books: ApiBooks;
  let closer: string;
  let companyId: string;

  beforeAll(async () => {
    books = await openApiBooks(engine);
    closer = await books.server.admin();
  });
  afterAll(() => books?.close());
  beforeEach(async () => {
    companyId = await books.openCompany();
  });

  const close = async (through: string) => (await books.ask(closeBooks, { input: { companyId, through } }, closer)).closeBooks.company;
  const reopen = async (more: object) =>
    (await books.ask(reopenBooks, { input: { companyId, reason: 'Found an invoice', ...more } }, closer)).reopenBooks.company;
  const post = (date: string) => posted(books, { companyId, date });
  const refusalOf = (document: string, input: object) => books.refusal(document, { input });
  const refusedPost = (date: string) => refusalOf(createTransaction, { companyId, date, description: 'x', entries: entriesOf('1.00') });
  const kept = async () => {
    const columns = ['b.through', 'b.reason', 'b.last_number', 'b.subject', 'b.created_at', 'b.developer_key is not null'];
    const rest = 'from book_closings b join companies c on c.key = b.company_key where c.id = ?1 order by b.key';
    return books.server.database.reader.rows(columns, rest, [companyId]);
  };

  it('closes the books through a day, and nothing is posted on or before it any more', async () => {
    await post('2026-01-31');
    expect(await close('2026-01-31')).toEqual({ id: companyId, booksClosedThrough: '2026-01-31' });
    for (const date of ['2026-01-31', '2025-06-01', '1999-12-31']) {
      const { message, ...refused } = await refusedPost(date);
      expect(refused).toMatchObject({ code: 'BOOKS_CLOSED', violations: ['input.date BOOKS_CLOSED'] });
      expect(message).toContain('2026-01-31');
    }
    await post('2026-02-01');
    const document = 'query ($id: ID!) { company(id: $id) { booksClosedThrough } }';
    expect(await books.ask(document, { id: companyId })).toEqual({ company: { booksClosedThrough: '2026-01-31' } });
  });

  it('refuses of a batch what is dated into closed books, and goes on where it is told to', async () => {
    await close('2026-01-31');
    const one = (date: string) => ({ date, description: 'x', entries: entriesOf('1.00') });
    const document = 'mutation ($input: CreateTransactionsInput!) { createTransactions(input: $input) { results { error { code } } } }';
    const input = { companyId, transactions: [one('2026-01-31'), one('2026-02-01')], onFailure: 'CONTINUE' };
    const { results } = (await books.ask(document, { input })).createTransactions;
    expect(results).toEqual([{ error: { code: 'BOOKS_CLOSED' } }, { error: null }]);
    expect(await refusalOf(document, { ...input, onFailure: 'ABORT' })).toMatchObject({
      violations: ['input.transactions.0.date BOOKS_CLOSED'],
    });
  });

  it('keeps the drafts of the period, which can be edited, voided, and posted with a later date only', async () => {
    const [one, other] = [await draft(books, { companyId }), await draft(books, { companyId })];
    await close('2026-01-31');
    const closed = { code: 'BOOKS_CLOSED', violations: ['input.date BOOKS_CLOSED'] };
    expect(await refusalOf(postTransaction, { id: one })).toMatchObject(closed);
    expect(await refusalOf(postTransaction, { id: one, date: '2026-01-30' })).toMatchObject(closed);
    expect(await refusalOf(updateTransaction, { id: one, date: '2026-01-30' })).toMatchObject(closed);
    await books.ask(updateTransaction, { input: { id: one, description: 'Late', entries: entriesOf('2.00') } });
    await books.ask(voidTransaction, { input: { id: other } });
    await books.ask(postTransaction, { input: { id: one, date: '2026-02-01' } });
    expect(await read(books, one)).toMatchObject({ status: 'POSTED', date: '2026-02-01', description: 'Late' });
  });

  it('takes no reversal into closed books: neither with a date in them, nor today where that is closed', async () => {
    const id = await post('2026-01-31');
    await close('2026-02-28');
    const closed = { code: 'BOOKS_CLOSED', violations: ['input.date BOOKS_CLOSED'] };
    expect(await refusalOf(reverseTransaction, { id, date: '2026-01-31' })).toMatchObject(closed);
    await close('2026-07-01');
    expect(await refusalOf(reverseTransaction, { id })).toMatchObject(closed);
    const { reverseTransaction: done } = await books.ask(reverseTransaction, { input: { id, date: '2026-07-02' } });
    expect(done.reversed).toMatchObject({ id, date: '2026-01-31', reversedBy: { id: done.transaction.id } });
  });

  it('lets what is said about a posted transaction in closed books be said anew', async () => {
    const id = await post('2026-01-31');
    await close('2026-01-31');
    await books.ask(updateTransaction, { input: { id, description: 'Said anew' } });
    expect(await read(books, id)).toMatchObject({ description: 'Said anew' });
  });

  it('answers the repeat of a posting that was made before the books were closed', async () => {
    const input = { companyId, date: '2026-01-31', description: 'x', entries: entriesOf('1.00'), idempotencyKey: 'before' };
    const first = (await books.ask(createTransaction, { input })).createTransaction;
    await close('2026-01-31');
    expect((await books.ask(createTransaction, { input })).createTransaction).toEqual({ ...first, replayed: true });
  });

  it('closes further, and never less: that is for reopening', async () => {
    await close('2026-01-31');
    await close('2026-03-31');
    const { message, ...refused } = await books.refusal(closeBooks, { input: { companyId, through: '2026-02-28' } }, closer);
    expect(refused).toMatchObject({ code: 'BOOKS_CLOSED', violations: ['input.through BOOKS_CLOSED'] });
    expect(message).toContain('2026-03-31');
  });

  it('reopens the books wholly or back to a day, and keeps who did it, when, why, and after which posting', async () => {
    await post('2026-01-31');
    await close('2026-03-31');
    expect(await reopen({ through: '2026-02-28' })).toEqual({ id: companyId, booksClosedThrough: '2026-02-28' });
    expect(await refusedPost('2026-02-28')).toMatchObject({ code: 'BOOKS_CLOSED' });
    await post('2026-03-01');
    expect(await reopen({ reason: 'Audit' })).toEqual({ id: companyId, booksClosedThrough: null });
    await post('2020-01-01');
    const now = books.server.clock.now();
    const subject = (await kept())[0]![3];
    expect(await kept()).toEqual([
      [20260331, null, 1, subject, now, 1],
      [20260228, 'Found an invoice', 1, subject, now, 1],
      [null, 'Audit', 2, subject, now, 1],
    ].map((row) => (engine.name === 'postgres' ? [...row.slice(0, 5), true] : row))); // prettier-ignore
  });

  it('changes nothing where the books are closed or open already as was asked', async () => {
    await close('2026-01-31');
    const before = await books.rows();
    expect(await close('2026-01-31')).toMatchObject({ booksClosedThrough: '2026-01-31' });
    expect(await reopen({ through: '2026-01-31' })).toMatchObject({ booksClosedThrough: '2026-01-31' });
    expect(await books.rows()).toEqual(before);
    await reopen({});
    expect(await reopen({})).toMatchObject({ booksClosedThrough: null });
    expect(await kept()).toHaveLength(2);
  });

  it.each([
    ['without a reason', { reason: ' ' }, ['input.reason REQUIRED']],
    ['with a reason that is too long', { reason: 'x'.repeat(501) }, ['input.reason TOO_LONG']],
    ['to a later day, and without a reason', { reason: '', through: '2026-02-28' }, ['input.reason REQUIRED', 'input.through NOT_CLOSED']],
  ])('refuses to reopen books %s', async (_name, input, violations) => {
    await close('2026-01-31');
    expect(await books.refusal(reopenBooks, { input: { companyId, ...input } }, closer)).toMatchObject({ violations });
  });

  it('refuses to reopen to a day what was never closed', async () => {
    const input = { companyId, through: '2026-01-31', reason: 'x' };
    expect(await books.refusal(reopenBooks, { input }, closer)).toMatchObject({ violations: ['input.through NOT_CLOSED'] });
  });

  it('refuses what is no day, no company, or an archived one', async () => {
    const refused = (input: object) => books.refusal(closeBooks, { input }, closer);
    expect(await refused({ companyId, through: '2026-02-30' })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refused({ companyId: 'x', through: '2026-01-31' })).toMatchObject({ violations: ['input.companyId NOT_A_UUID'] });
    expect(await refused({ companyId: absentId, through: '2026-01-31' })).toMatchObject({ code: 'NOT_FOUND' });
    await books.ask(archiveCompany, { input: { id: companyId } });
    expect(await refused({ companyId, through: '2026-01-31' })).toMatchObject({ violations: ['input.companyId COMPANY_ARCHIVED'] });
    expect(await books.refusal(reopenBooks, { input: { companyId, reason: 'x' } }, closer)).toMatchObject({
      violations: ['input.companyId COMPANY_ARCHIVED'],
    });
  });

  it('needs books:close in the company, and shows another’s nothing', async () => {
    const stranger = await books.server.as('ADMIN', await books.openCompany());
    for (const [document, input] of [
      [closeBooks, { through: '2026-01-31' }],
      [reopenBooks, { reason: 'x' }],
    ] as const) {
      expect(await books.refusal(document, { input: { companyId, ...input } })).toMatchObject({ code: 'FORBIDDEN' });
      const [theirs, absent] = [companyId, absentId].map((id) => books.refusal(document, { input: { companyId: id, ...input } }, stranger));
      expect(await theirs).toEqual(await absent);
      expect((await theirs)!.code).toBe('NOT_FOUND');
    }
  });
});
