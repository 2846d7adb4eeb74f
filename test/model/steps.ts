import fc, { type Arbitrary } from 'fast-check';
import { exponents, textOf } from './model/state';

/** What is done to the books, told without ids: a step means something whatever came before it, so that steps can be left out. */
export type Step =
  | { readonly kind: 'account'; readonly company: number; readonly code: string; readonly credit: boolean }
  | { readonly kind: 'archive'; readonly company: number; readonly account: number }
  | ({ readonly kind: 'create'; readonly company: number; readonly said: Said; readonly dryRun: boolean } & ByHeader)
  | { readonly kind: 'createMany'; readonly company: number; readonly said: Said[]; readonly abort: boolean; readonly dryRun: boolean }
  | ({
      readonly kind: 'post' | 'void' | 'reverse';
      readonly pick: Pick;
      readonly day?: string;
      readonly text?: string;
      readonly key?: string;
    } & ByHeader)
  | {
      readonly kind: 'update';
      readonly pick: Pick;
      readonly day?: string;
      readonly text?: string;
      readonly tags?: readonly string[];
      readonly entries?: SaidEntry[];
    }
  | { readonly kind: 'close'; readonly company: number; readonly day: string }
  | { readonly kind: 'reopen'; readonly company: number; readonly day?: string; readonly reason: string }
  /** Something that was sent before, sent once more as it was; the last is 0. */
  | { readonly kind: 'again'; readonly which: number }
  | { readonly kind: 'clock'; readonly milliseconds: number };

interface ByHeader {
  /** Whether the idempotency key travels in the header. */
  readonly byHeader: boolean;
}

/** Which transaction: one that is there, one that is not, or what is no id at all. */
export type Pick = { readonly company: number; readonly index: number } | 'absent' | 'no uuid';

export interface Said {
  readonly day: string;
  readonly description: string;
  readonly status: 'POSTED' | 'PENDING' | 'VOIDED';
  readonly entries: readonly SaidEntry[];
  readonly key?: string;
  readonly externalId?: string;
}

export interface SaidEntry {
  readonly code: string;
  /** How the account is named. */
  readonly by: 'code' | 'id' | 'none' | 'both';
  readonly direction: 'DEBIT' | 'CREDIT';
  readonly amount: string;
  readonly currency?: string;
}

/** The accounts of the beginning, and two that may come later. */
export const firstAccounts = { '1000': 'DEBIT', '2000': 'CREDIT', '4000': 'CREDIT', '6000': 'DEBIT' } as const;
const codes = [...Object.keys(firstAccounts), 'N1', 'N2'];
const days = ['2026-01-15', '2026-02-28', '2026-03-31', '2026-06-30', '2026-07-01', '2026-09-15', '2027-01-01'];

const company = fc.nat(1);
const day = fc.constantFrom(...days);
const code = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...codes.slice(0, 4)) },
  { weight: 1, arbitrary: fc.constantFrom(...codes) },
);
/** Left out so often for each time that it is there. */
const maybe = <T>(arbitrary: Arbitrary<T>, without = 1): Arbitrary<T | undefined> =>
  fc.oneof({ weight: without, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const rarely = <T>(usual: Arbitrary<T>, rare: Arbitrary<T>) => fc.oneof({ weight: 30, arbitrary: usual }, { weight: 1, arbitrary: rare });
const tooLong = (length: number) => fc.constant('x'.repeat(length));
const description = rarely(
  fc.constantFrom('Rent', 'Sale', 'Café ☕', "O'Neil; drop"),
  fc.oneof(fc.constant(''), fc.constant('  '), tooLong(501)),
);
const key = maybe(rarely(fc.constantFrom('k0', 'k1', 'k2', 'k3', 'k4'), fc.oneof(fc.constant(''), tooLong(201))));
const externalId = maybe(rarely(fc.constantFrom('e0', 'e1', 'e2'), fc.oneof(fc.constant(''), tooLong(101))), 4);

/** A debit and a credit of the same amount, small or as large as there is. */
const pair = fc
  .record({
    currency: maybe(fc.constantFrom('USD', 'JPY', 'KWD', 'CLF'), 3),
    units: fc.oneof({ weight: 9, arbitrary: fc.bigInt(1n, 99_999n) }, { weight: 1, arbitrary: fc.constant(2n ** 53n - 1n) }),
    accounts: fc.tuple(code, code),
    by: fc.constantFrom('code' as const, 'id' as const),
  })
  .map(({ currency, units, accounts, by }): SaidEntry[] => {
    const amount = textOf(units, currency ?? 'USD');
    return (['DEBIT', 'CREDIT'] as const).map((direction, side) => ({ code: accounts[side]!, by, direction, amount, currency }));
  });

/** Changes one entry, mostly for the worse. */
const flaw = fc.oneof(
  fc
    .constantFrom('0', '-5', '1e3', 'NaN', 'Infinity', '0x10', '', ' 5', '+5', '1,50', '.5', '5.', '0.00001', '90071992547409920', '007')
    .map((amount) => ({ amount })),
  fc.constant({ currency: 'XXZ' }),
  fc.constantFrom('none' as const, 'both' as const).map((by) => ({ by })),
  fc.constantFrom('DEBIT' as const, 'CREDIT' as const).map((direction) => ({ direction })),
  fc.constantFrom(...Object.keys(exponents)).map((currency) => ({ currency })),
  fc.constant('gone' as const),
);

const entries = fc
  .record({ pairs: fc.array(pair, { minLength: 1, maxLength: 3 }), flaw: maybe(flaw, 6), at: fc.nat(5) })
  .map(({ pairs, flaw: change, at }) => {
    const all = pairs.flat();
    if (!change) return all;
    const place = at % all.length;
    return change === 'gone'
      ? all.filter((_, index) => index !== place)
      : all.map((entry, index) => (index === place ? { ...entry, ...change } : entry));
  });

const said: Arbitrary<Said> = fc.record({
  day,
  description,
  status: rarely(fc.constantFrom('POSTED' as const, 'PENDING' as const), fc.constant('VOIDED' as const)),
  entries,
  key,
  externalId,
});

const byHeader = fc.boolean();
const dryRun = fc.integer({ min: 0, max: 7 }).map((dice) => dice === 0);
const pick: Arbitrary<Pick> = rarely<Pick>(
  fc.record({ company, index: fc.nat(1000) }),
  fc.constantFrom('absent' as const, 'no uuid' as const),
);
const text = maybe(description);

const step: Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('create' as const), company, said, dryRun, byHeader }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('createMany' as const),
      company,
      said: fc.array(said, { maxLength: 5 }),
      abort: fc.boolean(),
      dryRun,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom('post' as const, 'void' as const, 'reverse' as const, 'post' as const),
      pick,
      day: maybe(day),
      text,
      key,
      byHeader,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('update' as const),
      pick,
      day: maybe(day),
      text,
      tags: maybe(fc.constant(['a', 'b'])),
      entries: maybe(entries, 2),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('account' as const),
      company,
      code: rarely(fc.constantFrom('N1', 'N2'), fc.constantFrom('1000', '')),
      credit: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('archive' as const), company, account: rarely(fc.integer({ min: 4, max: 5 }), fc.nat(3)) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('close' as const), company, day: fc.oneof(fc.constant(days[0]!), day) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('reopen' as const),
      company,
      day: maybe(day),
      reason: rarely(fc.constant('Forgotten'), fc.constantFrom('', 'x'.repeat(501))),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('again' as const), which: fc.nat(7) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clock' as const), milliseconds: fc.integer({ min: -5000, max: 5000 }) }) },
);

/** Not biased towards few steps: most of what can go wrong takes several. */
export function steps(most: number): Arbitrary<Step[]> {
  return fc.noBias(fc.array(step, { maxLength: most, size: 'max' }));
}
