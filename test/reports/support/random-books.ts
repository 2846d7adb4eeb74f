import fc from 'fast-check';
import { EntryDirection } from '../../../src/ledger';
import { subtypeTable } from '../../../src/ledger/accounts/account-types';
import { money } from '../../../src/shared/money';
import { TestClock } from '../../support/clock';
import type { TestBooks } from '../../support/books';

export interface RandomAccount {
  readonly code: string;
  readonly type: string;
  readonly subtype: string | null;
  readonly parent: string | undefined;
}

export interface RandomLine {
  readonly code: string;
  /** Minor units; a debit is above zero. */
  readonly units: number;
}

export interface RandomTransaction {
  readonly date: number;
  readonly currency: string;
  readonly posted: boolean;
  /** They add up to zero. */
  readonly lines: readonly RandomLine[];
}

export interface RandomBooks {
  readonly fiscalYearStartMonth: number;
  readonly accounts: readonly RandomAccount[];
  /** What is written at one moment; an hour goes by between them. */
  readonly batches: readonly (readonly RandomTransaction[])[];
}

/** Codes by type; the account whose code is one digit shorter is the parent. */
const codes: Record<string, readonly string[]> = {
  ASSET: ['1', '11', '111', '112', '12', '13'],
  LIABILITY: ['2', '21'],
  EQUITY: ['3', '31'],
  REVENUE: ['4', '41'],
  EXPENSE: ['5', '51', '52', '521'],
};
const every = Object.values(codes).flat();

const accounts = fc.tuple(
  ...Object.entries(codes).flatMap(([type, own]) => {
    const fitting = Object.entries(subtypeTable).filter(([, subtype]) => subtype.type === type);
    return own.map((code) =>
      fc.constantFrom(null, ...fitting.map(([name]) => name)).map((subtype): RandomAccount => {
        return { code, type, subtype, parent: own.find((other) => other === code.slice(0, -1)) };
      }),
    );
  }),
);

export const days = fc.integer({ min: 0, max: 900 }).map((day) => {
  const date = new Date(Date.UTC(2023, 10, 15 + day));
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
});

const size = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 10 ** 14 }));
const units = fc.tuple(size, fc.boolean()).map(([value, credit]) => (credit ? -value : value));
const legs = fc.array(fc.record({ code: fc.constantFrom(...every), units }), { minLength: 1, maxLength: 3 });

const transaction = fc
  .record({
    date: days,
    currency: fc.constantFrom('USD', 'USD', 'USD', 'JPY'),
    posted: fc.constantFrom(true, true, true, true, false),
    legs,
    last: fc.constantFrom(...every),
  })
  .map(({ legs: given, last, ...rest }): RandomTransaction => {
    const sum = given.reduce((total, leg) => total + leg.units, 0);
    const lines = sum === 0 ? given : [...given, { code: last, units: -sum }];
    return { ...rest, lines };
  });

export const randomBooks: fc.Arbitrary<RandomBooks> = fc.record({
  fiscalYearStartMonth: fc.integer({ min: 1, max: 12 }),
  accounts,
  batches: fc.array(fc.array(transaction, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 }),
});

/** The books as they stand in the database: the moment of each batch, and the internal keys of nothing. */
export interface WrittenBooks {
  readonly companyId: string;
  readonly ids: ReadonlyMap<string, string>;
  /** Milliseconds since 1970, one for each batch. */
  readonly moments: readonly number[];
}

export async function writeBooks({ companies, ledger, admin }: TestBooks, clock: TestClock, books: RandomBooks): Promise<WrittenBooks> {
  const { fiscalYearStartMonth } = books;
  const company = await companies.create(admin, { legalName: 'Random', chart: 'EMPTY' as never, fiscalYearStartMonth });
  const ids = new Map<string, string>();
  for (const { code, type, subtype, parent } of books.accounts) {
    const input = { companyId: company.id, code, name: code, type, subtype, parentId: parent && ids.get(parent) };
    ids.set(code, (await ledger.accounts.create(admin, input as never)).id);
  }
  const moments: number[] = [];
  for (const batch of books.batches) {
    clock.advance(3_600_000);
    moments.push(clock.now());
    const transactions = batch.map(({ date, currency, posted, lines }) => ({
      date,
      description: 'x',
      status: (posted ? 'POSTED' : 'PENDING') as never,
      entries: lines.map((line) => ({
        accountCode: line.code,
        direction: line.units > 0 ? EntryDirection.DEBIT : EntryDirection.CREDIT,
        amount: money(Math.abs(line.units), currency).amount,
        currency,
      })),
    }));
    await ledger.transactions.createMany(admin, { companyId: company.id, transactions });
  }
  return { companyId: company.id, ids, moments };
}
