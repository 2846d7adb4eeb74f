import { formatDate } from '../../../src/shared/dates';
import { money } from '../../../src/shared/money';
import { hledger } from '../../support/hledger';
import { cents } from './plain-sums';
import type { RandomAccount, RandomBooks } from './random-books';

const types: Record<string, string> = { ASSET: 'A', LIABILITY: 'L', EQUITY: 'E', REVENUE: 'R', EXPENSE: 'X' };

/** hledger's name of an account: the codes from the top down. */
export function nameOf(code: string): string {
  return Array.from({ length: code.length }, (_, index) => code.slice(0, index + 1)).join(':');
}

/** Not type C for cash: hledger 1.25 leaves a cash account below another asset below a cash account out of its balance sheet. */
function declaration({ code, type }: RandomAccount): string {
  return `account ${nameOf(code)}  ; type:${types[type]!}`;
}

/** The posted transactions as a journal, in the order in which they were posted. */
function journalOf({ accounts, batches }: RandomBooks): string {
  const posted = batches.flat().filter((transaction) => transaction.posted);
  const transactions = posted.map(({ date, currency, lines }) => {
    const postings = lines.map(({ code, units }) => `    ${nameOf(code)}  ${money(units, currency).amount} ${currency}`);
    return [`${formatDate(date)} x`, ...postings].join('\n');
  });
  return [...accounts.map(declaration), ...transactions].join('\n\n');
}

/** Asks hledger about some books: the rows of its answer as CSV, in dollars only. */
export function hledgerOn(books: RandomBooks): (...args: string[]) => string[][] {
  const journal = journalOf(books);
  return (...args) =>
    hledger(journal, ...args, '-O', 'csv', 'cur:USD')
      .trim()
      .split('\n')
      .map(cellsOf);
}

function cellsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"/g)].map(([, cell]) => cell!);
}

/** Cents of an amount as hledger writes it: "12.50 USD", or 0. */
export function centsOfCell(cell: string): bigint {
  const [amount] = cell.split(' ');
  if (amount === '0') return 0n;
  return cents(amount!.includes('.') ? amount! : `${amount}.00`);
}
