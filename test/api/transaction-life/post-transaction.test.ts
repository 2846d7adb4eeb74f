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
  postTransaction,
  read,
  voidTransaction,
  type ApiBooks,
} from '../support/api-books';

forEachEngine((engine) => {
  let books: ApiBooks;

  beforeAll(async () => {
    books = await openApiBooks(engine);
  });
  afterAll(() => books?.close());

  const post = async (input: object) => (await books.ask(postTransaction, { input })).postTransaction;
  const refusal = (input: object) => books.refusal(postTransaction, { input });
  const ofChart = async (code: string) => {
    const document = 'query ($id: ID!, $code: String) { company(id: $id) { accounts(filter: { codePrefix: $code }) { nodes { id } } } }';
    return (await books.ask(document, { id: books.companyId, code })).company.accounts.nodes[0].id as string;
  };

  it('posts a draft: it gets the next number, a hash and a posting time, and counts from then on', async () => {
    const last = (await post({ id: await draft(books) })).transaction;
    const before = await balancesOf(books);
    const id = await draft(books, { entries: entriesOf('7.00'), tags: ['a'], metadata: { a: 1 }, counterparty: 'Bob' });
    const drafted = await read(books, id);
    expect(await balancesOf(books)).toEqual(before);
    books.server.clock.advance(1000);
    const { transaction, replayed } = await post({ id });
    expect(replayed).toBe(false);
    const postedAt = new Date(books.server.clock.now()).toISOString();
    expect(transaction).toEqual({ ...drafted, status: 'POSTED', number: last.number + 1, postedAt, hash: transaction.hash });
    expect(transaction.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await read(books, id)).toEqual(transaction);
    const after = await balancesOf(books);
    expect(after).toEqual({
      ...before,
      1000: (Number(before['1000']) + 7).toFixed(2),
      4000: (Number(before['4000']) + 7).toFixed(2),
    });
  });

  it('posts a draft with another date in the same step, and its entries with it', async () => {
    const id = await draft(books, { date: '2026-03-01' });
    const { transaction } = await post({ id, date: '2026-02-15' });
    expect(transaction).toMatchObject({ date: '2026-02-15', status: 'POSTED' });
    expect(await read(books, id)).toEqual(transaction);
    const list = `query ($id: ID!, $account: ID!) {
      transactions(companyId: $id, filter: { accountId: $account, dateFrom: "2026-02-15", dateTo: "2026-02-15" }) { nodes { id } } }`;
    const { nodes } = (await books.ask(list, { id: books.companyId, account: await ofChart('1000') })).transactions;
    expect(nodes).toEqual([{ id }]);
    const day = `query ($id: ID!) { account(id: $id) { before: balances(asOf: "2026-02-14") { amount } on: balances(asOf: "2026-02-15") { amount } } }`;
    const { account } = await books.ask(day, { id: await ofChart('1000') });
    expect(Number(account.on[0].amount) - Number(account.before[0].amount)).toBe(5);
  });

  it('posts once: a second time it is refused', async () => {
    const id = await draft(books);
    await post({ id });
    expect(await refusal({ id })).toMatchObject({ code: 'ALREADY_POSTED', violations: ['input.id ALREADY_POSTED'] });
    expect(await refusal({ id, date: '2026-02-01', idempotencyKey: 'late' })).toMatchObject({ code: 'ALREADY_POSTED' });
  });

  it('refuses to post a voided draft', async () => {
    const id = await draft(books);
    await books.ask(voidTransaction, { input: { id } });
    expect(await refusal({ id })).toMatchObject({ code: 'ALREADY_VOIDED', violations: ['input.id ALREADY_VOIDED'] });
  });

  it('answers a repeat after a lost answer with the first result, and changes no row', async () => {
    const input = { id: await draft(books), date: '2026-02-01', idempotencyKey: 'post-1' };
    const first = await post(input);
    const before = await books.rows();
    expect(await post(input)).toEqual({ ...first, replayed: true });
    expect(await books.rows()).toEqual(before);
  });

  it('refuses the key of another request: of another date, another draft, or another operation', async () => {
    const id = await draft(books, { idempotencyKey: 'made' });
    const [first, other] = [await draft(books), await draft(books)];
    await post({ id: first, idempotencyKey: 'post-2' });
    const conflict = { code: 'IDEMPOTENCY_CONFLICT', violations: ['input.idempotencyKey IDEMPOTENCY_CONFLICT'] };
    expect(await refusal({ id: first, date: '2026-02-01', idempotencyKey: 'post-2' })).toMatchObject(conflict);
    expect(await refusal({ id: other, idempotencyKey: 'post-2' })).toMatchObject(conflict);
    expect(await refusal({ id, idempotencyKey: 'made' })).toMatchObject(conflict);
    expect(await books.refusal(voidTransaction, { input: { id: first, idempotencyKey: 'post-2' } })).toMatchObject(conflict);
  });

  it('keeps no key of a request that was refused', async () => {
    const id = await draft(books);
    await refusal({ id, date: '2026-02-30', idempotencyKey: 'mended' });
    expect((await post({ id, idempotencyKey: 'mended' })).replayed).toBe(false);
  });

  it('posts once for fifty identical requests at once: one wins, the others are told that it is posted', async () => {
    const id = await draft(books);
    const before = await balancesOf(books);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => books.server.graphql(postTransaction, { input: { id } }, books.token)),
    );
    const codes = answers.map(({ codes: [code] }) => code ?? 'posted').sort();
    expect(codes).toEqual([...Array<string>(49).fill('ALREADY_POSTED'), 'posted']);
    expect((await balancesOf(books))['1000']).toBe((Number(before['1000']) + 5).toFixed(2));
  });

  it('answers fifty identical requests with one key alike, and posts once', async () => {
    const id = await draft(books);
    const before = await balancesOf(books);
    const answers = await Promise.all(Array.from({ length: 50 }, () => post({ id, idempotencyKey: 'fifty' })));
    expect(new Set(answers.map(({ transaction }) => JSON.stringify(transaction))).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect((await balancesOf(books))['1000']).toBe((Number(before['1000']) + 5).toFixed(2));
  });

  it('either posts or voids a draft when both are asked for at once', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => draft(books)));
    for (const id of ids) {
      const [posted, voided] = await Promise.all([
        books.server.graphql(postTransaction, { input: { id } }, books.token),
        books.server.graphql(voidTransaction, { input: { id } }, books.token),
      ]);
      const { status } = await read(books, id);
      expect([status, ...posted.codes, ...voided.codes]).toEqual(
        status === 'POSTED' ? ['POSTED', 'ALREADY_POSTED'] : ['VOIDED', 'ALREADY_VOIDED'],
      );
    }
  });

  it('numbers without gaps what is posted, however many drafts come and go', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => draft(books)));
    await Promise.all(ids.map((id, index) => books.ask(index % 3 === 0 ? voidTransaction : postTransaction, { input: { id } })));
    const rows = await books.server.database.reader.rows(
      ['number'],
      'from transactions where number is not null order by company_key, number',
    );
    expect(rows.map(([number]) => number)).toEqual(rows.map((_, index) => index + 1));
  });

  it('refuses a draft on an account that was archived since', async () => {
    const account = { companyId: books.companyId, code: '1980', name: 'Old', type: 'ASSET' };
    const accountId = (await books.ask(createAccount, { input: account })).createAccount.account.id;
    const id = await draft(books, { entries: entriesOf('5.00', '1980') });
    await books.ask(archiveAccount, { input: { id: accountId } });
    const refused = await refusal({ id });
    expect(refused).toMatchObject({ code: 'ACCOUNT_ARCHIVED', violations: ['input.id ACCOUNT_ARCHIVED'] });
    expect(refused.message).toContain('1980');
  });

  it('refuses drafts of an archived company', async () => {
    const companyId = await books.openCompany();
    const id = await draft(books, { companyId });
    await books.ask(archiveCompany, { input: { id: companyId } });
    for (const document of [postTransaction, voidTransaction]) {
      expect(await books.refusal(document, { input: { id } })).toMatchObject({ violations: ['input.id COMPANY_ARCHIVED'] });
    }
  });

  it.each([
    ['an id that is no UUID', { id: 'x' }, 'BAD_USER_INPUT'],
    ['an id that nothing has', { id: absentId }, 'NOT_FOUND'],
  ])('refuses %s', async (_name, input, code) => {
    expect(await refusal(input)).toMatchObject({ code });
  });

  it('tells all that is wrong at once', async () => {
    const id = await draft(books);
    await post({ id });
    expect(await refusal({ id, idempotencyKey: ' ' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: ['input.id ALREADY_POSTED', 'input.idempotencyKey REQUIRED'],
    });
  });

  it('needs transactions:post alone, and says FORBIDDEN to whoever can see the draft without it', async () => {
    const id = await draft(books);
    const admin = await books.server.client('ADMIN');
    const reader = await books.server.token(admin, 'transactions:read transactions:write');
    expect(await books.refusal(postTransaction, { input: { id } }, reader)).toMatchObject({ code: 'FORBIDDEN' });
    const document = 'mutation ($input: PostTransactionInput!) { postTransaction(input: $input) { transaction { status } } }';
    const poster = await books.server.token(admin, 'transactions:post');
    expect(await books.ask(document, { input: { id } }, poster)).toEqual({ postTransaction: { transaction: { status: 'POSTED' } } });
  });

  it('says FORBIDDEN to a keeper of other books who only reads these', async () => {
    const id = await draft(books);
    const { developerId, clientId, clientSecret } = await books.server.client('AUDITOR', books.companyId);
    const other = await books.openCompany();
    const grant = 'mutation ($input: GrantAccessInput!) { grantAccess(input: $input) { developer { id } } }';
    await books.ask(grant, { input: { developerId, companyId: other, role: 'BOOKKEEPER' } }, await books.server.admin());
    const token = await books.server.token({ clientId, clientSecret });
    expect(await books.refusal(postTransaction, { input: { id } }, token)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await books.refusal(voidTransaction, { input: { id } }, token)).toMatchObject({ code: 'FORBIDDEN' });
  });
});
