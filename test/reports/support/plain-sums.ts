import type { RandomAccount, RandomBooks, RandomTransaction } from './random-books';

/** What statements must agree with: sums over every line, with nothing kept and nothing clever. */
export class PlainSums {
  readonly posted: readonly RandomTransaction[];

  /** @param batches How many of the batches are known. */
  constructor(
    private readonly books: RandomBooks,
    batches = books.batches.length,
  ) {
    this.posted = books.batches
      .slice(0, batches)
      .flat()
      .filter(({ posted }) => posted);
  }

  /** Minor units of some accounts, debits less credits, of the lines that are dated so. */
  sum(wanted: (account: RandomAccount) => boolean, from: number, to: number, currency = 'USD'): bigint {
    const codes = new Set(this.books.accounts.filter(wanted).map(({ code }) => code));
    let total = 0n;
    for (const transaction of this.posted) {
      if (transaction.currency !== currency || transaction.date < from || transaction.date > to) continue;
      for (const { code, units } of transaction.lines) if (codes.has(code)) total += BigInt(units);
    }
    return total;
  }

  /** Of one account alone. */
  own(code: string, from: number, to: number): bigint {
    return this.sum((account) => account.code === code, from, to);
  }

  /** Of one account and all below it, which have codes that begin with its own. */
  rolledUp(code: string, from: number, to: number): bigint {
    return this.sum((account) => account.code.startsWith(code), from, to);
  }
}

/** Cents of an amount with two digits after the point. */
export function cents(amount: string): bigint {
  if (!/^-?\d+[.]\d\d$/.test(amount)) throw new Error(`No amount in cents: ${amount}`);
  return BigInt(amount.replace('.', ''));
}
