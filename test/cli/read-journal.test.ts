import { checkBook } from '../../src/cli/books/check-book';
import { readJournal } from '../../src/cli/books/journal/read-journal';
import type { BookEntry, BookTransaction } from '../../src/cli/books/book';
import type { ReadOptions } from '../../src/cli/books/parsed-books';

function reading(journal: string, options: ReadOptions = {}) {
  const { content, placeOf, problems, notes } = readJournal(journal, options);
  const checked = checkBook(content, placeOf);
  return {
    problems: [...problems, ...checked.problems].map(({ place, message }) => `${place}: ${message}`),
    notes,
    accounts: 'book' in checked ? checked.book.accounts : [],
    transactions: 'book' in checked ? checked.book.transactions : [],
    baseCurrency: 'book' in checked ? checked.book.baseCurrency : undefined,
  };
}

/** Problems of a journal whose first line is 1. */
const problemsOf = (journal: string, options?: ReadOptions) => reading(journal, options).problems;

const entries = ({ entries: all }: BookTransaction) =>
  all.map(({ account, amount, currency }: BookEntry) => `${account} ${amount} ${currency}`);

describe('a journal that a household might keep', () => {
  const household = reading(`; What people write
D $1,000.00
commodity €1.000,00
commodity GBP
  format 1,000.00 GBP
Y2026
account Assets:Bank   ; type: A
  note The bank on the corner
account Kreditkarte  ; type: Liability
account Reisen   ; type:X
payee Grocer
P 2026-01-01 EUR $1.10
~ monthly from 2026-01
  Expenses:Rent  $500
  Assets:Bank

= /Groceries/
  (Budget)  *-1

2026-01-02 * (1001) Grocer | Weekly shopping  ; trip: Rome, shared:
  ; for the party
  Expenses:Groceries\t\t$1,250.50 ; bread
    ; and cheese
  Kreditkarte

2026/1/3=2026/1/5 ! Café
\tExpenses:Coffee  €3,50
\tReisen  € 1.000,00
 Kreditkarte
1.4 (1001) short date ; a comment: of one word
  * Expenses:Coffee  -$ 1
  Assets:Bank  100
  Assets:Bank  GBP 1,010.00
  Income:Salary  -1010 GBP
  Income:Salary

comment
2026-01-01 nothing here
end comment
# done
`);

  test('is read without a problem, and what is no part of the books is named', () => {
    expect(household.problems).toEqual([]);
    expect(household.notes).toEqual([
      'Left out: market prices (P), line 12.',
      'Left out: periodic transactions (~), line 13.',
      'Left out: automatic postings (=), line 17.',
    ]);
    expect(household.baseCurrency).toBe('USD');
  });

  test('has accounts with types from directives and names, and those above them', () => {
    expect(household.accounts).toEqual([
      { code: 'Assets:Bank', name: 'Bank', type: 'ASSET', parent: 'Assets', description: 'The bank on the corner' },
      { code: 'Kreditkarte', name: 'Kreditkarte', type: 'LIABILITY' },
      { code: 'Reisen', name: 'Reisen', type: 'EXPENSE' },
      { code: 'Expenses:Groceries', name: 'Groceries', type: 'EXPENSE', parent: 'Expenses' },
      { code: 'Expenses:Coffee', name: 'Coffee', type: 'EXPENSE', parent: 'Expenses' },
      { code: 'Income:Salary', name: 'Salary', type: 'REVENUE', parent: 'Income' },
      { code: 'Assets', name: 'Assets', type: 'ASSET' },
      { code: 'Expenses', name: 'Expenses', type: 'EXPENSE' },
      { code: 'Income', name: 'Income', type: 'REVENUE' },
    ]);
  });

  test('keeps payee, code, tags and comments', () => {
    const [shopping, coffee, short] = household.transactions;
    expect(shopping).toMatchObject({
      date: '2026-01-02',
      description: 'Weekly shopping',
      payee: 'Grocer',
      externalId: '1001',
      tags: ['shared'],
      metadata: { trip: 'Rome', comment: 'for the party' },
    });
    expect(shopping!.entries[0]!.memo).toBe('bread\nand cheese');
    expect(coffee).toMatchObject({ date: '2026-01-03', description: 'Café', metadata: { date2: '2026-01-05' } });
    // A code that was there before cannot be an external id, which is unique.
    expect(short).toMatchObject({ date: '2026-01-04', metadata: { code: '1001', comment: 'a comment: of one word' } });
    expect(short!.externalId).toBeUndefined();
  });

  test('has the amounts that are written, and those that are left out in each currency', () => {
    expect(household.transactions.map(entries)).toEqual([
      ['Expenses:Groceries 1250.50 USD', 'Kreditkarte -1250.50 USD'],
      ['Expenses:Coffee 3.50 EUR', 'Reisen 1000.00 EUR', 'Kreditkarte -1003.50 EUR'],
      ['Expenses:Coffee -1 USD', 'Assets:Bank 100 USD', 'Assets:Bank 1010.00 GBP', 'Income:Salary -1010 GBP', 'Income:Salary -99.00 USD'],
    ]);
  });
});

describe('an amount', () => {
  const amountOf = (written: string, before = '', options: ReadOptions = {}) => {
    const { problems, transactions } = reading(`${before}\n2026-01-31 x\n  Assets:A  ${written}\n  Assets:B\n`, options);
    return problems.length > 0 ? problems : entries(transactions[0]!)[0]!.replace('Assets:A ', '');
  };

  test.each([
    ['$5', '5 USD'],
    ['-$5', '-5 USD'],
    ['$-5', '-5 USD'],
    ['$ -5.00', '-5.00 USD'],
    ['+5 USD', '5 USD'],
    ['USD 5', '5 USD'],
    ['5USD', '5 USD'],
    ['"EUR" .5', '0.5 EUR'],
    ['£1,234.56', '1234.56 GBP'],
    ['1.234,56€', '1234.56 EUR'],
    ['1 234 567,8 EUR', '1234567.8 EUR'],
    ["1'234.50 CHF", '1234.50 CHF'],
    ['1,23,456.00 INR', '123456.00 INR'],
    ['1.234.567 JPY', '1234567 JPY'],
    ['1000. JPY', '1000 JPY'],
    ['0.500 KWD', '0.500 KWD'],
    ['12.5000 USD', '12.50 USD'],
    ['90071992547409.91 USD', '90071992547409.91 USD'],
  ])('%s is %s', (written, amount) => {
    expect(amountOf(written)).toBe(amount);
  });

  test('that may be a thousand or one is taken once a directive says which', () => {
    const ambiguous = [expect.stringMatching(/^line 3: A number such as 1,000 may be a thousand or one/)];
    expect(amountOf('1,000 KWD')).toEqual(ambiguous);
    expect(amountOf('1.000 KWD', 'commodity 1,000.00 USD')).toEqual(ambiguous);
    expect(amountOf('1,000 KWD', 'commodity 1,000.000 KWD')).toBe('1000 KWD');
    expect(amountOf('1.000 KWD', 'commodity 1,000.000 KWD')).toBe('1.000 KWD');
    expect(amountOf('1.000 KWD', 'decimal-mark ,')).toBe('1000 KWD');
    expect(amountOf('1.000 KWD', 'D 1.000,000 KWD')).toBe('1000 KWD');
  });

  test('is of the currency that the caller says of its sign', () => {
    expect(amountOf('$5', '', { commodities: new Map([['$', 'CAD']]) })).toBe('5 CAD');
    expect(amountOf('5 kr', '', { commodities: new Map([['kr', 'SEK']]) })).toBe('5 SEK');
  });

  test.each([
    ['5 kr', "line 3: ISO 4217 has no currency kr; --commodity 'kr=USD' says which is meant by it."],
    ['10 AAPL', "line 3: ISO 4217 has no currency AAPL; --commodity 'AAPL=USD' says which is meant by it."],
    ['5', 'line 3: The amount has no commodity, and no directive such as "D 1000.00 USD" stands above it.'],
    ['1,50.00 USD', 'line 3: 1,50.00 is no number with . as its decimal mark.'],
    ['1E3 USD', 'line 3: 1E3 USD is no amount.'],
    ['- -5 USD', 'line 3: - -5 USD is no amount.'],
    ['12.5051 USD', 'line 2: The currency has 2 digits after the point, this amount 4.'],
    ['0 USD', 'line 2: An amount is above zero for a debit and below zero for a credit, never zero.'],
    ['($1 + $2)', 'line 3: Lots and expressions, in { } or ( ), are not taken.'],
    ['10 EUR {$3}', 'line 3: Lots and expressions, in { } or ( ), are not taken.'],
    ['10 EUR @ $3', 'line 3: Costs (@, @@) are not taken.'],
    ['$5 = $10', 'line 3: Balance assertions (=) are not taken; --ignore-assertions leaves them out.'],
  ])('%s is refused', (written, problem) => {
    expect(amountOf(written)).toEqual([problem]);
  });

  test('is taken without its balance assertion where the caller says so, but not made of one', () => {
    expect(amountOf('$5 = $10', '', { ignoreAssertions: true })).toBe('5 USD');
    expect(amountOf('$5 ==* $10.00', '', { ignoreAssertions: true })).toBe('5 USD');
    expect(amountOf('= $10', '', { ignoreAssertions: true })).toEqual([
      'line 3: Balance assignments (= without an amount before it) are not taken.',
    ]);
  });
});

test('all that cannot be taken is told at once, each with every line that it stands in', () => {
  const journal = `include other.journal
alias a=b
2026-01-02 costs
  Assets:Stock  10 EUR @ $5
  Assets:Bank

2026-01-02 virtual
  (Budget:Food)  $5
  [Assets:X]  $5
  Assets:Bank  $5
  Income:X

13-45 a bad date
  Assets:Bank  $5

2026-02-30 another
  Assets:Bank  $5

2026-01-05 ambiguous
  Assets:Bank  $1,000
  Income:X  -2,000 $

2026-01-05 dates of postings
  Assets:Bank  $1  ; date: 2026-01-07
  Income:X   ; [2026-01-08]

2026-01-06 two left out
  Assets:Bank
  Income:X

2026-01-06 nothing left
  Assets:Bank  $1
  Assets:Bank  -$1
  Income:X

2026-01-06 unknown accounts
  Foo  $1
  Bar  -$1

2026-01-06 unbalanced
  Assets:Bank  $1
  Income:X  $-2

i 2026/01/01 09:00:00 work
foo bar
apply account Home
account X  ; type: Q
`;
  expect(problemsOf(journal)).toEqual([
    'line 1: Included files are not taken: import each, or one that "hledger print" makes of all.',
    'line 2: Aliases of accounts are not taken: "hledger print" writes the journal without them.',
    'line 4: Costs (@, @@) are not taken.',
    'lines 8 and 9: Virtual postings, in ( ) or [ ], are not taken.',
    'line 13: The date has no year, and no directive "Y2026" stands above it.',
    'line 16: This is no date; write one such as 2026-01-31.',
    expect.stringMatching(/^lines 20 and 21: A number such as 1,000 may be/),
    'lines 24 and 25: Postings with a date of their own are not taken.',
    'line 27: Only one posting of a transaction may leave its amount out.',
    'line 34: The amount that is left out would be zero, and an entry is never zero.',
    'line 37: The type of the account Foo is not known: declare it, as in "account Foo  ; type: X" (A, L, E, R or X).',
    'line 38: The type of the account Bar is not known: declare it, as in "account Bar  ; type: X" (A, L, E, R or X).',
    'line 44: Time clock entries are not taken.',
    'line 45: This is neither a transaction nor a directive that is taken: foo bar',
    'line 46: Directives that change what postings below them say are not taken.',
    'line 47: Q is no type of account; there are A, L, E, R, X, C and V.',
    'line 47: The type of the account X is not known: declare it, as in "account X  ; type: X" (A, L, E, R or X).',
    'line 40: The amounts in USD must add up to zero; they add up to -1.00.',
  ]);
});

test('a sub-account has the type of the nearest directive above, and a parent of its own type only', () => {
  const { problems, accounts } = reading(`account Bank  ; type: A
account Bank:Card  ; type: L
account Bank:Card:Gold
account Bank:Vault  ; type: C
`);
  expect(problems).toEqual([]);
  expect(accounts).toEqual([
    { code: 'Bank', name: 'Bank', type: 'ASSET' },
    { code: 'Bank:Card', name: 'Card', type: 'LIABILITY' },
    { code: 'Bank:Card:Gold', name: 'Gold', type: 'LIABILITY', parent: 'Bank:Card' },
    { code: 'Bank:Vault', name: 'Vault', type: 'ASSET', subtype: 'CASH', parent: 'Bank' },
  ]);
});

test('exact values that are none are told, and names that do not belong are refused', () => {
  const posting = '  Assets:A  1 USD\n  Assets:B  -1 USD\n';
  expect(problemsOf(`2026-01-31 x\n  ; open-ledger: {"payee"}\n${posting}`)).toEqual(['line 1: The exact values are no JSON object.']);
  expect(problemsOf(`2026-01-31 x\n  ; open-ledger: {"payer":"y"}\n${posting}`)).toEqual(['line 1: Unrecognized key: "payer"']);
  expect(problemsOf('2026-01-31 x\n  Assets:A  1 USD  ; open-ledger: {"memo":\n  Assets:B  -1 USD\n')).toEqual([
    'line 2: The exact values are no JSON object.',
  ]);
});
