import { forEachEngine } from '../../support/engines';
import { absentId, balancesOf, draft, openApiBooks, postTransaction, read, voidTransaction, type ApiBooks } from '../support/api-books';

forEachEngine((engine) => {
  let books: ApiBooks;

  beforeAll(async () => {
    books = await openApiBooks(engine);
  });
  afterAll(() => books?.close());

  const giveUp = async (input: object) => (await books.ask(voidTransaction, { input })).voidTransaction;
  const refusal = (input: object) => books.refusal(voidTransaction, { input });

  it('gives up a draft: it stays readable with the reason, and is in no balance', async () => {
    const id = await draft(books, { tags: ['a'] });
    const drafted = await read(books, id);
    const before = await balancesOf(books);
    const { transaction, replayed } = await giveUp({ id, reason: 'Entered twice' });
    expect(replayed).toBe(false);
    expect(transaction).toEqual({ ...drafted, status: 'VOIDED', voidReason: 'Entered twice' });
    expect(await read(books, id)).toEqual(transaction);
    expect(await balancesOf(books)).toEqual(before);
  });

  it('takes a draft without a reason', async () => {
    const { transaction } = await giveUp({ id: await draft(books) });
    expect(transaction).toMatchObject({ status: 'VOIDED', voidReason: null, number: null, hash: null, postedAt: null });
  });

  it('voids once, and never what is posted', async () => {
    const [id, posted] = [await draft(books), await draft(books)];
    await giveUp({ id, reason: 'first' });
    expect(await refusal({ id, reason: 'second' })).toMatchObject({ code: 'ALREADY_VOIDED', violations: ['input.id ALREADY_VOIDED'] });
    await books.ask(postTransaction, { input: { id: posted } });
    expect(await refusal({ id: posted })).toMatchObject({ code: 'ALREADY_POSTED', violations: ['input.id ALREADY_POSTED'] });
  });

  it('answers a repeat after a lost answer with the first result, and refuses the key with another reason', async () => {
    const input = { id: await draft(books), reason: 'x', idempotencyKey: 'void-1' };
    const first = await giveUp(input);
    const before = await books.rows();
    expect(await giveUp(input)).toEqual({ ...first, replayed: true });
    expect(await books.rows()).toEqual(before);
    expect(await refusal({ ...input, reason: 'y' })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(await books.refusal(postTransaction, { input: { id: input.id, idempotencyKey: 'void-1' } })).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
  });

  it('voids once for fifty identical requests at once', async () => {
    const id = await draft(books);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => books.server.graphql(voidTransaction, { input: { id } }, books.token)),
    );
    const codes = answers.map(({ codes: [code] }) => code ?? 'voided').sort();
    expect(codes).toEqual([...Array<string>(49).fill('ALREADY_VOIDED'), 'voided']);
  });

  it('tells all that is wrong at once', async () => {
    expect(await refusal({ id: await draft(books), reason: 'x'.repeat(501), idempotencyKey: 'x'.repeat(201) })).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: ['input.idempotencyKey TOO_LONG', 'input.reason TOO_LONG'],
    });
    expect(await refusal({ id: 'x' })).toMatchObject({ violations: ['input.id NOT_A_UUID'] });
    expect(await refusal({ id: absentId })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('needs transactions:write alone', async () => {
    const id = await draft(books);
    const admin = await books.server.client('ADMIN');
    const poster = await books.server.token(admin, 'transactions:read transactions:post');
    expect(await books.refusal(voidTransaction, { input: { id } }, poster)).toMatchObject({ code: 'FORBIDDEN' });
    const document = 'mutation ($input: VoidTransactionInput!) { voidTransaction(input: $input) { transaction { status } } }';
    const writer = await books.server.token(admin, 'transactions:write');
    expect(await books.ask(document, { input: { id } }, writer)).toEqual({ voidTransaction: { transaction: { status: 'VOIDED' } } });
  });
});
