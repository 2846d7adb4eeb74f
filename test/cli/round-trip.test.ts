import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { accountNames } from '../../src/cli/books/journal/account-names';
import { checkBook } from '../../src/cli/books/check-book';
import { formatNames, formats, type FormatName } from '../../src/cli/books/formats';
import { hledger, hledgerBalances, hledgerIsThere } from '../support/hledger';
import { formatAmount, exponentOf } from '../../src/shared/money';
import { signedUnits } from '../../src/cli/books/book';
import { randomBooks, type RandomBooks } from './random-books';

function written(format: FormatName, { accounts, transactions }: RandomBooks): string {
  const writer = formats[format].writer();
  const numbered = transactions.map((transaction, index) => ({ number: index + 1, ...transaction }));
  // In pages, as an export has them.
  const pages = [numbered.slice(0, 2), numbered.slice(2)];
  const company = { legalName: 'Books; of\n"everybody"', baseCurrency: 'USD' };
  return [writer.begin(company, accounts), ...pages.map((page) => writer.transactions(page)), writer.end()].join('');
}

function read(format: FormatName, text: string) {
  const { content, placeOf, problems } = formats[format].read(text, {});
  const checked = checkBook(content, placeOf);
  expect([...problems, ...checked.problems]).toEqual([]);
  if (!('book' in checked)) throw new Error('unreachable');
  return { accounts: checked.book.accounts, transactions: checked.book.transactions };
}

test.each(formatNames)('whatever books are written as %s are read as they were', (format) => {
  fc.assert(
    fc.property(randomBooks, (books) => expect(read(format, written(format, books))).toEqual(books)),
    { numRuns: 100 },
  );
});

test('no cell of CSV begins as a formula does', () => {
  fc.assert(
    fc.property(randomBooks, (books) => {
      const cells = parse(written('csv', books), { record_delimiter: '\r\n' }).flat();
      expect(cells.filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([]);
    }),
  );
});

(hledgerIsThere ? test : test.skip)(
  'hledger finds nothing wrong with a journal of whatever books, and has the balances of their entries',
  () => {
    const checks = (books: RandomBooks) => {
      const journal = written('hledger', books);
      hledger(journal, 'check', '--strict');
      expect(hledgerBalances(journal)).toEqual(balancesOf(books));
    };
    fc.assert(fc.property(randomBooks, checks), { numRuns: 15 });
  },
  60_000,
);

/** By name in the journal and currency, as decimals. */
function balancesOf({ accounts, transactions }: RandomBooks): Map<string, string> {
  const names = accountNames(accounts);
  const sums = new Map<string, { currency: string; units: bigint }>();
  for (const { account, amount, currency } of transactions.flatMap(({ entries }) => entries)) {
    const key = `${names.get(account)} ${currency}`;
    const units = (sums.get(key)?.units ?? 0n) + BigInt(signedUnits(amount, currency));
    sums.set(key, { currency, units });
  }
  const balances = [...sums].filter(([, { units }]) => units !== 0n);
  return new Map(balances.map(([key, { currency, units }]) => [key, formatAmount(units, exponentOf(currency)!)]));
}
