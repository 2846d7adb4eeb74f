import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkBook } from '../../src/cli/books/check-book';
import { jsonPlace } from '../../src/cli/books/json/read-json';
import { idempotencyKeys } from '../../src/cli/import/idempotency';
import { readBook } from '../../src/cli/import/read-book';

const cash = { code: '1000', name: 'Cash', type: 'ASSET', parent: null };
const rent = { code: '6100', name: 'Rent', type: 'EXPENSE' };
const debit = { account: '6100', amount: '12.50', currency: 'USD' };
const credit = { account: '1000', amount: '-12.50', currency: 'USD' };
const payment = { date: '2026-01-31', description: 'Rent', payee: null, externalId: '1', entries: [debit, credit] };
const book = { accounts: [cash, rent], transactions: [payment] };

/** Places and messages of what is wrong with a file. */
function problemsIn(content: unknown): string[] {
  return checkBook(content, jsonPlace).problems.map(({ place, message }) => `${place}: ${message}`);
}

const withTransaction = (change: object) => ({ ...book, transactions: [{ ...payment, ...change }] });
const withEntry = (change: object) => withTransaction({ entries: [{ ...debit, ...change }, credit] });

describe('a file', () => {
  test('that keeps every rule has no problem, with what is optional there or not', () => {
    expect(problemsIn(book)).toEqual([]);
    expect(problemsIn({ accounts: [], transactions: [] })).toEqual([]);
    const full = { ...payment, metadata: { a: 1 }, tags: ['a', 'b'], entries: [{ ...debit, memo: 'x' }, credit] };
    expect(
      problemsIn({
        accounts: [cash, { ...rent, description: 'The shop', subtype: 'OPERATING_EXPENSE', archived: true }],
        transactions: [full],
      }),
    ).toEqual([]);
  });

  test.each([
    ['no object', [], 'the file: Invalid input: expected object, received array'],
    ['no transactions', { accounts: [] }, 'transactions: Invalid input: expected array, received undefined'],
    ['a name that does not belong', { ...book, currency: 'USD' }, 'the file: Unrecognized key: "currency"'],
    ['a misspelt name in a transaction', withTransaction({ memo: 'x' }), 'transactions[0]: Unrecognized key: "memo"'],
    [
      'no such day',
      withTransaction({ date: '2026-02-29' }),
      'transactions[0].date: This is no calendar date; write one such as "2026-01-31".',
    ],
    ['an empty description', withTransaction({ description: ' ' }), 'transactions[0].description: This must not be empty.'],
    [
      'a number as amount',
      withEntry({ amount: 12.5 }),
      'transactions[0].entries[0].amount: An amount is a decimal number in quotes, such as "-1250.00".',
    ],
    ['no such currency', withEntry({ currency: 'XXY' }), 'transactions[0].entries[0].currency: ISO 4217 has no currency "XXY".'],
    [
      'an amount of zero',
      withEntry({ amount: '0.00' }),
      'transactions[0].entries[0].amount: An amount is above zero for a debit and below zero for a credit, never zero.',
    ],
    [
      'half a cent',
      withEntry({ amount: '12.505' }),
      'transactions[0].entries[0].amount: The currency has 2 digits after the point, this amount 3.',
    ],
    [
      'two signs',
      withEntry({ amount: '--12.50' }),
      'transactions[0].entries[0].amount: An amount is above zero for a debit and below zero for a credit, never zero.',
    ],
    ['one entry', withTransaction({ entries: [debit] }), 'transactions[0].entries: A transaction has two or more entries.'],
    [
      'an imbalance',
      withEntry({ amount: '13.00' }),
      'transactions[0].entries: The amounts in USD must add up to zero; they add up to 0.50.',
    ],
    [
      'an unknown account',
      withEntry({ account: '6199' }),
      'transactions[0].entries[0].account: There is no account with the code 6199 in the file.',
    ],
    [
      'an external id twice',
      { ...book, transactions: [payment, payment] },
      'transactions[1].externalId: transactions[0] has the same externalId, 1.',
    ],
    ['no such subtype', { ...book, accounts: [cash, { ...rent, subtype: 'TOIL' }] }, 'accounts[1].subtype: There is no subtype TOIL.'],
    [
      'a subtype of another type',
      { ...book, accounts: [cash, { ...rent, subtype: 'CASH' }] },
      'accounts[1].subtype: CASH belongs to ASSET accounts, not to EXPENSE.',
    ],
    ['a code twice', { ...book, accounts: [cash, rent, cash] }, 'accounts[2].code: There is another account with the code 1000.'],
    [
      'an unknown parent',
      { ...book, accounts: [cash, { ...rent, parent: '6' }] },
      'accounts[1].parent: There is no account with the code 6 in the file.',
    ],
    [
      'a parent of another type',
      { ...book, accounts: [cash, { ...rent, parent: '1000' }] },
      'accounts[1].parent: 1000 is of type ASSET, this account of type EXPENSE.',
    ],
    [
      'a parent of itself',
      { ...book, accounts: [{ ...cash, parent: '1000' }, rent] },
      'accounts[0].parent: An account cannot be part of itself, or of an account below it.',
    ],
  ])('with %s has that problem and no other', (_name, content, problem) => {
    expect(problemsIn(content)).toContain(problem);
    expect(problemsIn(content)).toEqual([problem]);
  });

  test('tells all its problems at once', () => {
    const problems = problemsIn({
      accounts: [{ ...cash, type: 'BANK' }, rent],
      transactions: [{ ...payment, date: 'yesterday' }, { ...payment, entries: [debit, debit] }, null],
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'accounts[0].type',
      'transactions[0].date',
      'transactions[1].entries',
      'transactions[2]',
    ]);
  });
});

describe('reading', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'open-ledger-import-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  async function reading(content: string): Promise<unknown> {
    const file = join(directory, 'books.json');
    await writeFile(file, content);
    return (await readBook(file, 'json')).book;
  }

  test('takes a byte order mark for what it is', async () => {
    await expect(reading(`\uFEFF${JSON.stringify(book)}`)).resolves.toMatchObject({ accounts: [cash, rent] });
  });

  test('names the line where a file stops being JSON', async () => {
    const long = JSON.stringify(book, null, 1);
    await expect(reading(long.replace('"12.50",', '"12.50"'))).rejects.toThrow(/no JSON \(line 2\d\), and nothing was sent/);
    await expect(reading(long.slice(0, -10))).rejects.toThrow(/no JSON \((it ends too early|line \d+)\)/);
    await expect(reading('{ "accounts": [} ')).rejects.toThrow(/no JSON, and/);
  });

  test('says so where there is no such file, and where it is a directory', async () => {
    await expect(readBook(join(directory, 'none.json'), 'json')).rejects.toThrow(/there is no such file/);
    await expect(readBook(directory, 'json')).rejects.toThrow(/it is a directory/);
  });

  test('prints two hundred problems and the number of the others', async () => {
    const many = { ...book, transactions: Array.from({ length: 250 }, () => ({ ...payment, externalId: null, date: 'x' })) };
    const failure: unknown = await reading(JSON.stringify(many)).catch((error: unknown) => error);
    expect((failure as Error).message).toMatch(/250 problems, and nothing was sent/);
    expect((failure as { advice: string[] }).advice).toHaveLength(202);
    expect((failure as { advice: string[] }).advice).toContain('… and 50 more');
  });
});

describe('the idempotency key of a transaction', () => {
  const keysOf = (...transactions: object[]) => {
    const checked = checkBook({ ...book, transactions }, jsonPlace);
    if (!('book' in checked)) throw new Error(JSON.stringify(checked.problems));
    return idempotencyKeys(checked.book.transactions);
  };
  const anonymous = { ...payment, externalId: null };

  test('is the same in every run, and for other ways to write the same', () => {
    const { payee: _payee, ...bare } = anonymous;
    const same = {
      ...bare,
      entries: [
        { ...debit, amount: '12.5', memo: null },
        { ...credit, amount: '-12.5' },
      ],
      tags: [],
    };
    expect(keysOf(anonymous)).toEqual(keysOf(same));
    const [one, other] = [
      { a: 1, b: { c: [2, 3], d: 4 } },
      { b: { d: 4, c: [2, 3] }, a: 1 },
    ];
    expect(keysOf({ ...bare, metadata: one })).toEqual(keysOf({ ...bare, metadata: other }));
  });

  test('is another for each equal transaction of a file, and does not depend on what stands between', () => {
    const other = { ...anonymous, description: 'Rent of February' };
    const [first, between, second] = keysOf(anonymous, other, anonymous);
    expect(new Set([first, between, second]).size).toBe(3);
    expect(keysOf(anonymous, anonymous)).toEqual([first, second]);
  });

  test.each([
    ['date', { date: '2026-02-01' }],
    ['description', { description: 'rent' }],
    ['payee', { payee: 'Wharf Street' }],
    ['external id', { externalId: '2' }],
    ['tags', { tags: ['shop'] }],
    ['metadata', { metadata: {} }],
    ['order of entries', { entries: [credit, debit] }],
    ['memo', { entries: [{ ...debit, memo: 'x' }, credit] }],
  ])('is another where the %s differs', (_name, change) => {
    expect(keysOf({ ...anonymous, ...change })).not.toEqual(keysOf(anonymous));
  });
});
