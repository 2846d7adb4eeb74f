import type { CompanyRow } from '../../src/companies';
import { RequestLoaders } from '../../src/shared/loaders';
import { AppError } from '../../src/shared/errors';
import { EntryDirection } from '../../src/ledger';
import type { CreateTransactionInput } from '../../src/ledger/transactions/transaction-input.types';
import { balancesAt, openTestBooks, principalWith, type TestBooks } from '../support/books';
import { forEachEngine } from '../support/engines';

forEachEngine((engine) => {
  let books: TestBooks;
  let company: CompanyRow;

  beforeAll(async () => {
    books = await openTestBooks(engine);
    company = await books.companies.create(books.admin, { legalName: 'Acme' });
  });
  afterAll(() => books.close());

  const sale = (amount: string, more: Partial<CreateTransactionInput> = {}): CreateTransactionInput => ({
    companyId: company.id,
    date: 20260131,
    description: 'Sale',
    entries: [
      { accountCode: '1000', direction: EntryDirection.DEBIT, amount },
      { accountCode: '4000', direction: EntryDirection.CREDIT, amount },
    ],
    ...more,
  });
  const post = (input: CreateTransactionInput) => books.ledger.transactions.create(books.admin, input);
  const refusal = async (input: CreateTransactionInput): Promise<AppError> => {
    const error: unknown = await post(input).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(AppError);
    return error as AppError;
  };
  const count = async (table: string) => (await books.database.reader.rows(['count(*)'], `from ${table}`))[0]![0] as number;
  const net = async (code: string, asOf = 99991231) => {
    const rows = await books.database.reader.rows(['key', 'code'], 'from accounts where company_key = ?1', [company.key]);
    const key = rows.find((row) => row[1] === code)![0];
    const balances = await balancesAt(books, company.key, asOf);
    return balances.find((balance) => balance.accountKey === key)?.net ?? 0n;
  };

  it('numbers posted transactions without gaps and chains their hashes', async () => {
    const first = await post(sale('10.00'));
    const second = await post(sale('20.00'));
    expect(second.transaction.number).toBe(first.transaction.number! + 1);
    expect(second.transaction.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(second.transaction.hash).not.toBe(first.transaction.hash);
  });

  it('moves the kept balances by exactly what was posted, on the day and after it', async () => {
    const [before, after] = [await net('1000', 20260214), await net('1000', 20260215)];
    await post(sale('12.34', { date: 20260215 }));
    expect(await net('1000', 20260214)).toBe(before);
    expect(await net('1000', 20260215)).toBe(after + 1234n);
    expect(await net('1000')).toBe(await net('1000', 20260228));
  });

  it('leaves every later balance right when a posting is dated back', async () => {
    const [may, june] = [await net('1000', 20260531), await net('1000', 20260630)];
    await post(sale('1.00', { date: 20260501 }));
    await post(sale('2.00', { date: 20260410 }));
    expect(await net('1000', 20260531)).toBe(may + 300n);
    expect(await net('1000', 20260630)).toBe(june + 300n);
    expect(await net('1000', 20260409)).toBe((await net('1000', 20260410)) - 200n);
  });

  it('tells every broken rule at once, with its path, and writes nothing', async () => {
    const before = [await count('transactions'), await count('entries'), await count('idempotency_keys')];
    const error = await refusal({
      companyId: company.id,
      date: 20260131,
      description: ' ',
      idempotencyKey: 'never',
      entries: [
        { accountCode: 'nope', direction: EntryDirection.DEBIT, amount: '1e3' },
        { direction: EntryDirection.CREDIT, amount: '0.001', memo: 'x'.repeat(501) },
        { accountCode: '1000', direction: EntryDirection.CREDIT, amount: '5.00', currency: 'XXZ' },
      ],
    });
    expect(error.code).toBe('BAD_USER_INPUT');
    expect(error.violations.map(({ code, path }) => `${path.join('.')} ${code}`).sort()).toEqual([
      'input.description REQUIRED',
      'input.entries.0.accountCode UNKNOWN_ACCOUNT',
      'input.entries.0.amount NOT_A_DECIMAL',
      'input.entries.1 ACCOUNT_REQUIRED',
      'input.entries.1.amount TOO_MANY_DIGITS',
      'input.entries.1.memo TOO_LONG',
      'input.entries.2.currency UNKNOWN_CURRENCY',
    ]);
    expect([await count('transactions'), await count('entries'), await count('idempotency_keys')]).toEqual(before);
  });

  it.each([
    ['0', 'NOT_POSITIVE'],
    ['-1.00', 'NOT_POSITIVE'],
    ['NaN', 'NOT_A_DECIMAL'],
    ['1,000.00', 'NOT_A_DECIMAL'],
    ['1.000', 'TOO_MANY_DIGITS'],
    ['90071992547409.92', 'AMOUNT_TOO_LARGE'],
    ['', 'NOT_A_DECIMAL'],
  ])('refuses the amount "%s" as %s', async (amount, code) => {
    expect((await refusal(sale(amount))).violations.map((violation) => violation.code)).toEqual([code, code]);
  });

  it('keeps the largest amount to the last unit', async () => {
    const { transaction } = await post(sale('90071992547409.91', { date: 20010101 }));
    const [row] = await books.ledger.transactions.visible(books.admin, [transaction.id]);
    const [entries] = await books.ledger.transactions.entriesOf.batch([row!], new RequestLoaders());
    expect(entries!.map((entry) => entry.amount.amount)).toEqual(['90071992547409.91', '90071992547409.91']);
  });

  it('refuses what does not balance, as UNBALANCED and by how much', async () => {
    const input = sale('5.00');
    const error = await refusal({ ...input, entries: [input.entries[0]!, { ...input.entries[1]!, amount: '4.99' }] });
    expect(error.code).toBe('UNBALANCED');
    expect(error.message).toContain('0.01');
  });

  it('balances each currency by itself', async () => {
    const mixed = sale('5.00');
    const error = await refusal({ ...mixed, entries: [mixed.entries[0]!, { ...mixed.entries[1]!, currency: 'EUR' }] });
    expect(error.violations.map((violation) => violation.code)).toEqual(['UNBALANCED', 'UNBALANCED']);
  });

  it('answers a repeat with the same idempotency key with the first result, and refuses other content', async () => {
    const first = await post(sale('7.00', { idempotencyKey: 'k1' }));
    const again = await post(sale('7.00', { idempotencyKey: 'k1' }));
    expect(again).toMatchObject({ replayed: true, transaction: { id: first.transaction.id, number: first.transaction.number } });
    expect((await refusal(sale('8.00', { idempotencyKey: 'k1' }))).code).toBe('IDEMPOTENCY_CONFLICT');
  });

  it('posts once for fifty identical requests at once', async () => {
    const before = await count('transactions');
    const results = await Promise.all(Array.from({ length: 50 }, () => post(sale('3.00', { idempotencyKey: 'k50' }))));
    expect(new Set(results.map((result) => result.transaction.id)).size).toBe(1);
    expect(results.filter((result) => !result.replayed)).toHaveLength(1);
    expect(await count('transactions')).toBe(before + 1);
  });

  it('takes an external id once in a company', async () => {
    await post(sale('1.00', { externalId: 'E-1' }));
    expect((await refusal(sale('1.00', { externalId: 'E-1' }))).violations[0]!.code).toBe('EXTERNAL_ID_TAKEN');
  });

  it('writes nothing on a dry run, and says what it would write', async () => {
    const before = await count('transactions');
    const { transaction } = await post(sale('9.00', { dryRun: true }));
    expect(transaction).toMatchObject({ status: 'POSTED', description: 'Sale' });
    expect(await count('transactions')).toBe(before);
    expect((await post(sale('9.00'))).transaction.number).toBe(transaction.number);
  });

  it('keeps drafts out of balances and numbers', async () => {
    const before = await net('1000');
    const { transaction } = await post(sale('4.00', { status: 'PENDING' as never }));
    expect(transaction).toMatchObject({ number: null, hash: null, postedAt: null });
    expect(await net('1000')).toBe(before);
  });

  it('aborts a batch whole, or goes on past what is refused, as asked', async () => {
    const { companyId, ...good } = sale('1.00');
    const bad = { ...good, description: '' };
    const before = await count('transactions');
    const batch = { companyId, transactions: [good, bad, good] };
    await expect(books.ledger.transactions.createMany(books.admin, batch)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: [{ path: ['input', 'transactions', '1', 'description'] }],
    });
    expect(await count('transactions')).toBe(before);
    const results = await books.ledger.transactions.createMany(books.admin, { ...batch, onFailure: 'CONTINUE' as never });
    expect(results.map((result) => result.error?.code ?? 'written')).toEqual(['written', 'BAD_USER_INPUT', 'written']);
    expect(await count('transactions')).toBe(before + 2);
  });

  it('refuses postings to archived accounts and companies', async () => {
    const other = await books.companies.create(books.admin, { legalName: 'Old' });
    const input = { ...sale('1.00'), companyId: other.id };
    const cash = (await books.ledger.accounts.list(other.key, { codePrefix: '1000' }, {})).nodes[0]!;
    await post(input);
    await books.ledger.accounts.archive(books.admin, cash.id);
    expect((await refusal(input)).code).toBe('ACCOUNT_ARCHIVED');
    await books.companies.archive(books.admin, other.id);
    expect((await refusal(input)).violations.map((violation) => violation.code)).toContain('COMPANY_ARCHIVED');
  });

  it('answers a stranger as if the company did not exist', async () => {
    const stranger = principalWith(['companies:read', 'transactions:post'], [-1]);
    const asked = { ...sale('1.00') };
    const unseen = await books.ledger.transactions.create(stranger, asked).catch((error: AppError) => error);
    const absent = await books.ledger.transactions
      .create(stranger, { ...asked, companyId: '01890000-0000-7000-8000-000000000000' })
      .catch((error: AppError) => error);
    expect(unseen).toMatchObject({ code: 'NOT_FOUND', message: (absent as AppError).message });
  });

  it('refuses a balance past 64 bits alone, and commits its neighbours', async () => {
    const other = await books.companies.create(books.admin, { legalName: 'Huge' });
    const huge = { ...sale('90071992547409.91'), companyId: other.id };
    const { companyId, ...one } = { ...huge, entries: Array.from({ length: 250 }, () => huge.entries).flat() };
    const batch = (times: number) => ({ companyId, transactions: Array.from({ length: times }, () => one) });
    await books.ledger.transactions.createMany(books.admin, batch(4));
    const small = { ...sale('1.00'), companyId: other.id };
    const [ok, over, fine] = await Promise.allSettled([
      post(small),
      books.ledger.transactions.createMany(books.admin, batch(1)),
      post(small),
    ]);
    expect([ok.status, fine.status]).toEqual(['fulfilled', 'fulfilled']);
    expect((over as PromiseRejectedResult).reason).toMatchObject({ violations: [{ code: 'BALANCE_OUT_OF_RANGE' }] });
  });

  it('lets only the writer write', async () => {
    await expect(books.database.reader.run("update companies set legal_name = 'x'")).rejects.toThrow(/read-?only/i);
    await expect(books.database.reader.manager.query('delete from journals where company_key = 1')).rejects.toThrow(/read-?only/i);
  });
});
