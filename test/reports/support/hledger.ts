import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { formatDate } from '../../../src/shared/dates';
import { money } from '../../../src/shared/money';
import { cents } from './plain-sums';
import type { RandomAccount, RandomBooks } from './random-books';

const types: Record<string, string> = { ASSET: 'A', LIABILITY: 'L', EQUITY: 'E', REVENUE: 'R', EXPENSE: 'X' };

/** The version of hledger on the PATH; undefined where there is none. */
export function hledgerVersion(): string | undefined {
  try {
    return execFileSync('hledger', ['--version'], { encoding: 'utf8' });
  } catch {
    return undefined;
  }
}

/** hledger's name of an account: the codes from the top down. */
export function nameOf(code: string): string {
  return Array.from({ length: code.length }, (_, index) => code.slice(0, index + 1)).join(':');
}

function declaration({ code, type, subtype }: RandomAccount): string {
  return `account ${nameOf(code)}  ; type:${subtype === 'CASH' ? 'C' : types[type]!}`;
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

/** Asks hledger about some books; `close` removes its journal. */
export async function openHledger(books: RandomBooks) {
  const folder = await mkdtemp(join(tmpdir(), 'open-ledger-hledger-'));
  const file = join(folder, 'books.journal');
  await writeFile(file, journalOf(books));
  return {
    /** The rows of the answer as CSV, in dollars only. */
    async ask(...args: string[]): Promise<string[][]> {
      const command = ['-f', file, ...args, '-O', 'csv', 'cur:USD'];
      const { stdout } = await promisify(execFile)('hledger', command, { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
      return stdout.trim().split('\n').map(cellsOf);
    },
    close: () => rm(folder, { recursive: true }),
  };
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
