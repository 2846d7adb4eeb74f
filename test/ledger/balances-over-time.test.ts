import fc from 'fast-check';
import { EntryDirection, JournalBooks } from '../../src/ledger';
import { postTransaction } from '../../src/ledger/transactions/post-transaction';
import { reverseTransaction } from '../../src/ledger/transactions/reverse-transaction';
import type { TransactionLife } from '../../src/ledger/transactions/transaction-life';
import { TransactionReferences } from '../../src/ledger/transactions/transaction-references';
import { voidTransaction } from '../../src/ledger/transactions/void-transaction';
import { Journal } from '../../src/ledger/journal/journal';
import { systemClock } from '../../src/shared/clock';
import { RequestLoaders } from '../../src/shared/loaders';
import { openTestBooks, type TestBooks } from '../support/books';
import { forEachEngine } from '../support/engines';
import { byLength } from '../support/length';

const RUNS = byLength({ short: 12, long: 200 });

/** Days on both sides of the ends of months and years, where what is kept by month and by day meets. */
const days = [20231231, 20240101, 20240131, 20240201, 20240215, 20240229, 20240301, 20241231, 20250101, 20250630];
const asOfs = [20231230, ...days, 20250629, 20250701, undefined];

const accounts = ['top', 'middle', 'leaf', 'other'] as const;
const currencies = ['USD', 'JPY', 'KWD'] as const;
const scale = { USD: 100, JPY: 1, KWD: 1000 } as const;

const day = fc.constantFrom(...days);
const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom('post' as const, 'draft' as const),
        date: day,
        from: fc.constantFrom(...accounts),
        to: fc.constantFrom(...accounts),
        currency: fc.constantFrom(...currencies),
        units: fc.oneof(fc.integer({ min: 1, max: 9_999_999 }), fc.constant(Number.MAX_SAFE_INTEGER)),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom('reverse' as const, 'post draft' as const, 'void' as const),
        date: day,
        which: fc.nat(),
      }),
    },
  ),
  { minLength: 1, maxLength: 25 },
);

interface Line {
  readonly account: string;
  readonly currency: string;
  /** A debit is above zero. */
  readonly units: bigint;
}

/** What was done, as one would write it down: dates and lines, and nothing kept of them. */
interface Written {
  readonly id: string;
  readonly date: number;
  readonly lines: readonly Line[];
  state: 'posted' | 'draft' | 'voided' | 'reversed';
}

forEachEngine((engine) => {
  let books: TestBooks;
  let life: TransactionLife;
  beforeAll(async () => {
    books = await openTestBooks(engine);
    const { reader, writer } = books.database;
    life = { references: new TransactionReferences(reader), journal: new Journal(writer, new JournalBooks(systemClock), systemClock) };
  });
  afterAll(() => books?.close());

  test('whatever is posted back in time, voided or reversed, each balance at each day is the sum of the entries up to it', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const { id: companyId, keys } = await company();
        const written: Written[] = [];
        for (const step of taken) await take(companyId, step, written);
        const posted = written.filter(({ state }) => state === 'posted' || state === 'reversed');
        for (const asOf of asOfs) {
          for (const includeChildren of [false, true]) {
            const kept = await balancesOf(keys, asOf, includeChildren);
            expect({ asOf, includeChildren, kept }).toEqual({ asOf, includeChildren, kept: plainSums(posted, asOf, includeChildren) });
          }
        }
      }),
      { numRuns: RUNS },
    );
  }, 600_000);

  async function company() {
    const { id, key } = await books.companies.create(books.admin, { legalName: 'Random', chart: 'EMPTY' as never });
    const keys: Record<string, number> = {};
    let parentId: string | undefined;
    for (const name of accounts) {
      if (name === 'other') parentId = undefined;
      const account = { companyId: id, code: name, name, type: 'ASSET' as never, parentId };
      const made = await books.ledger.accounts.create(books.admin, account);
      keys[name] = made.key;
      parentId = made.id;
    }
    return { id, key, keys };
  }

  async function take(companyId: string, step: Step, written: Written[]): Promise<void> {
    if ('from' in step) {
      const amount = decimal(step.units, step.currency);
      const line = (accountCode: string, direction: EntryDirection) => ({ accountCode, direction, amount, currency: step.currency });
      const entries = [line(step.to, EntryDirection.DEBIT), line(step.from, EntryDirection.CREDIT)];
      const status = (step.kind === 'post' ? 'POSTED' : 'PENDING') as never;
      const input = { companyId, date: step.date, description: step.kind, status, entries };
      const { transaction } = await books.ledger.transactions.create(books.admin, input);
      const units = BigInt(step.units);
      const lines = [
        { account: step.to, currency: step.currency, units },
        { account: step.from, currency: step.currency, units: -units },
      ];
      written.push({ id: transaction.id, date: step.date, lines, state: step.kind === 'post' ? 'posted' : 'draft' });
      return;
    }
    const fit = written.filter(({ state }) => state === (step.kind === 'reverse' ? 'posted' : 'draft'));
    const chosen = fit[step.which % fit.length];
    if (!chosen) return;
    if (step.kind === 'reverse') {
      const { transaction } = await reverseTransaction(life, books.admin, { id: chosen.id, date: step.date });
      const lines = chosen.lines.map((line) => ({ ...line, units: -line.units }));
      chosen.state = 'reversed';
      written.push({ id: transaction.id, date: step.date, lines, state: 'posted' });
    } else if (step.kind === 'void') {
      await voidTransaction(life, books.admin, { id: chosen.id });
      chosen.state = 'voided';
    } else {
      await postTransaction(life, books.admin, { id: chosen.id });
      chosen.state = 'posted';
    }
  }

  /** As `Account.balances` reads them. */
  async function balancesOf(keys: Record<string, number>, asOf: number | undefined, includeChildren: boolean) {
    const loader = new RequestLoaders().alike(books.ledger.balances.of, { asOf, includeChildren });
    const found = await loader.loadMany(Object.values(keys));
    return Object.fromEntries(
      Object.keys(keys).map((name, index) => [name, netOf(found[index] as readonly { readonly currency: string; readonly net: bigint }[])]),
    );
  }
});

type Step = typeof steps extends fc.Arbitrary<(infer One)[]> ? One : never;

const below: Readonly<Record<string, readonly string[]>> = {
  top: ['top', 'middle', 'leaf'],
  middle: ['middle', 'leaf'],
  leaf: ['leaf'],
  other: ['other'],
};

function plainSums(posted: readonly Written[], asOf: number | undefined, includeChildren: boolean) {
  const known = posted.filter(({ date }) => asOf === undefined || date <= asOf).flatMap(({ lines }) => lines);
  const sums = accounts.map((name) => {
    const counted = known.filter(({ account }) => (includeChildren ? below[name]! : [name]).includes(account));
    const nets = new Map<string, bigint>();
    for (const { currency, units } of counted) nets.set(currency, (nets.get(currency) ?? 0n) + units);
    return [name, netOf([...nets].map(([currency, net]) => ({ currency, net })))];
  });
  return Object.fromEntries(sums) as Record<string, string>;
}

/** Without what is zero: whether a balance of nothing is told is another matter. */
function netOf(balances: readonly { readonly currency: string; readonly net: bigint }[]): string {
  const told = balances.filter(({ net }) => net !== 0n).map(({ currency, net }) => `${net} ${currency}`);
  return told.sort().join(', ');
}

function decimal(units: number, currency: (typeof currencies)[number]): string {
  const digits = String(scale[currency]).length - 1;
  const text = String(units).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
