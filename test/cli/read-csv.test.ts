import { checkBook } from '../../src/cli/books/check-book';
import { readCsv } from '../../src/cli/books/csv/read-csv';

/** The books, or what is wrong with them. */
function reading(text: string) {
  const { content, placeOf, problems } = readCsv(text);
  const checked = checkBook(content, placeOf);
  const all = [...problems, ...checked.problems].map(({ place, message }) => `${place}: ${message}`);
  return all.length > 0 ? all : 'book' in checked ? { ...checked.book, placeOf: undefined, baseCurrency: undefined } : [];
}

const books = {
  accounts: [
    { code: '6100', name: 'Rent', type: 'EXPENSE' },
    { code: '1000', name: '1000', type: 'ASSET' },
  ],
  transactions: [
    {
      date: '2026-01-31',
      description: 'Rent',
      entries: [
        { account: '6100', amount: '3200.00', currency: 'USD', memo: 'Jan, Feb' },
        { account: '1000', amount: '-3200.00', currency: 'USD' },
      ],
    },
  ],
};

const small = `date,transaction,description,account,accountName,accountType,amount,currency,memo
2026-01-31,a,Rent,6100,Rent,EXPENSE,3200.00,USD,"Jan, Feb"
,a,,1000,,ASSET,-3200.00,USD,
`;

test('a small file needs no rows for its accounts, nor what repeats', () => {
  expect(reading(small)).toEqual(books);
});

test.each([
  ['with semicolons', small.replaceAll('"Jan, Feb"', 'Jan| Feb').replaceAll(',', ';').replace('|', ',')],
  ['with tabs', small.replaceAll('"Jan, Feb"', 'Jan| Feb').replaceAll(',', '\t').replace('|', ',')],
  ['with other ends of line', small.replaceAll('\n', '\r\n')],
  ['with empty rows and no end of line', `${small.replaceAll('\n', '\n\n,,,,,,,,\n').trim()}`],
  ['with an amount that a spreadsheet was kept from running', small.replace('-3200', "'-3200")],
])('%s, it is the same', (_name, text) => {
  expect(reading(text)).toEqual(books);
});

test('tags are an array, or a list with ; between them', () => {
  const tagged = (cell: string) => small.replace('date,', 'tags,date,').replace('2026', `${cell},2026`).replace('\n,a', '\n,,a');
  for (const cell of ['one; two', 'one;two;', '"[""one"", ""two""]"']) {
    expect(reading(tagged(cell))).toMatchObject({ transactions: [{ tags: ['one', 'two'] }] });
  }
  expect(reading(tagged('[one'))).toEqual(['line 2, tags: This begins as a JSON array does, and is none.']);
});

const heading = 'transaction,date,description,metadata,account,accountType,accountParent,debit,credit,amount,currency,memo';
const declared = `${heading}\n,,,,A,ASSET,,,,,,\n,,,,B,ASSET,,,,,,\n`;

test.each([
  [
    'an account without a type',
    `${heading}\n,,,,A,,,,,,,`,
    ['line 2, accountType: Invalid option: expected one of "ASSET"|"LIABILITY"|"EQUITY"|"REVENUE"|"EXPENSE"'],
  ],
  [
    'an account with two types',
    `${declared},,,,A,EQUITY,,,,,,`,
    ['line 4, accountType: Line 2 says ASSET of the account A, this one EQUITY.'],
  ],
  ['an unknown parent', `${declared},,,,C,ASSET,D,,,,,`, ['line 4, accountParent: There is no account with the code D in the file.']],
  [
    'debit and credit',
    `${declared}1,2026-01-31,x,,A,,,1.00,1.00,,USD,\n1,,,,B,,,,1.00,,USD,`,
    [
      'line 4, credit: An entry has one of debit, credit and amount, and not several.',
      'line 4: The amounts in USD must add up to zero; they add up to -2.00.',
    ],
  ],
  [
    'a negative debit',
    `${declared}1,2026-01-31,x,,A,,,-1.00,,,USD,\n1,,,,B,,,1.00,,,USD,`,
    ['line 4, debit: A debit or credit is above zero; the column tells the side.'],
  ],
  [
    'an amount that is none, below a cell of two lines',
    `${declared}1,2026-01-31,"x\ny",,A,,,1.00,,,USD,\n1,,,,B,,,,"1,00",,USD,`,
    ['line 6, credit: This is no decimal number; write an amount such as "1250.00".'],
  ],
  ['metadata that is no JSON', `${declared}1,2026-01-31,x,{,A,,,1.00,,,USD,\n1,,,,B,,,,1.00,,USD,`, ['line 4, metadata: This is no JSON.']],
  [
    'rows of a transaction that disagree',
    `${declared}1,2026-01-31,x,,A,,,1.00,,,USD,\n1,2026-02-01,x,,B,,,,1.00,,USD,`,
    ['line 5, date: This differs from the first row of the transaction, at line 4.'],
  ],
  [
    'rows of a transaction that do not follow each other',
    `${declared}1,2026-01-31,x,,A,,,1.00,,,USD,\n1,,,,B,,,,1.00,,USD,\n2,2026-01-31,x,,A,,,1.00,,,USD,\n2,,,,B,,,,1.00,,USD,\n1,2026-01-31,x,,A,,,1.00,,,USD,\n1,,,,B,,,,1.00,,USD,`,
    ['line 8, transaction: The transaction 1 begins at line 4; its rows must follow each other.'],
  ],
  [
    'an entry of no transaction',
    `${declared},2026-01-31,x,,A,,,1.00,,,USD,`,
    ['line 4, transaction: Which transaction is this entry of? Give it a text that is the same in all its rows.'],
  ],
  ['a row of nothing', `${declared},,,,,,,,,,,stray`, ['line 4: This row names neither a transaction nor an account.']],
])('%s is told with its line and column', (_name, text, problems) => {
  expect(reading(text)).toEqual(problems);
});

test.each([
  [
    'names of columns that it does not know',
    'transaction,account,when,when',
    /there is no column "when".*the column when stands twice.*The columns are/,
  ],
  ['no column for the account', 'date,amount', /the column account is missing/],
  ['a quote that does not close', `${declared}1,"2026`, /is no CSV \(line \d\)/],
  ['more cells than columns', `${declared}1,,,,,,,,,,,,,,,x`, /is no CSV \(line 4\)/],
])('a file with %s is refused as a whole', (_name, text, message) => {
  expect(() => reading(text)).toThrow(message);
});
