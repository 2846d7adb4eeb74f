import fc from 'fast-check';
import type { BookAccount, BookTransaction } from '../../src/cli/books/book';
import { exponentOf, formatAmount } from '../../src/shared/money';
import { isStorable } from '../../src/shared/violations';

export interface RandomBooks {
  readonly accounts: readonly BookAccount[];
  readonly transactions: readonly BookTransaction[];
}

/** What formats give a meaning to, and words between. */
const pieces = ['=', '+', '-', '@', "'", '"', ',', ';', ':', '|', '(', ')', '[', ']', '{', '}', '\\', '\n', '\r', '\t', ' ', '  ', '*', '!', '#', '%', '~', '\u00a0', '\u2028', '\u0085', '\uFEFF', 'date:', 'type:', 'open-ledger: {', '2026-01-01', '1,000.00', '$', 'Café', '東京', '🧾', 'word', 'A', '0', 'null', 'include x']; // prettier-ignore

/** A text that the API takes: not blank, and of characters that both databases keep. */
const text = (maxLength: number) =>
  fc
    .oneof(
      fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
      fc.lorem({ maxCount: 3 }),
    )
    .map((value) => value.replaceAll('\0', '').slice(0, maxLength))
    .filter((value) => value.trim() !== '' && isStorable(value));

const metadata = fc.oneof(
  fc.dictionary(
    fc.constantFrom('trip', 'order', 'comment', 'date2', 'code', 'with space', '10'),
    fc.oneof(text(40), fc.integer(), fc.constant(null)),
  ),
  fc.dictionary(
    text(10).filter((name) => name !== '__proto__'),
    fc.array(text(20), { maxLength: 2 }),
    { maxKeys: 2 },
  ),
);

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

const account = fc.record(
  {
    code: text(100),
    name: text(200),
    type: fc.constantFrom('ASSET', 'LIABILITY', 'EQUITY', 'REVENUE', 'EXPENSE'),
    description: text(100),
    metadata,
    archived: fc.constant(true),
    cash: fc.boolean(),
    /** Which of the accounts before it with its type it is part of. */
    above: fc.nat(),
    /** Whether its code follows from its name and that of its parent, as in a journal. */
    follows: fc.boolean(),
  },
  { requiredKeys: ['code', 'name', 'type'] },
);

const line = fc.record({
  from: fc.nat(),
  to: fc.nat(),
  units: fc.oneof(fc.integer({ min: 1, max: 1_000_000 }), fc.constant(Number.MAX_SAFE_INTEGER)),
  currency: fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'CLF'),
  memo: maybe(text(60)),
});

const transaction = fc.record(
  {
    date: fc
      .date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    description: text(100),
    payee: text(60),
    tags: fc.array(text(50), { minLength: 1, maxLength: 3 }),
    externalId: text(60),
    metadata,
    lines: fc.array(line, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['date', 'description', 'lines'] },
);

type AccountDraft = typeof account extends fc.Arbitrary<infer T> ? T : never;
type TransactionDraft = typeof transaction extends fc.Arbitrary<infer T> ? T : never;

/** Books that keep every rule, with texts of all kinds. */
export const randomBooks: fc.Arbitrary<RandomBooks> = fc
  .tuple(fc.array(account, { minLength: 1, maxLength: 6 }), fc.array(transaction, { maxLength: 5 }))
  .map(([drafts, transactions]) => {
    const accounts: BookAccount[] = [];
    for (const draft of drafts) {
      const made = accountOf(draft, accounts);
      if (accounts.every(({ code }) => code !== made.code)) accounts.push(made);
    }
    const externalIds = new Set<string>();
    return { accounts, transactions: transactions.map((draft) => transactionOf(draft, accounts, externalIds)) };
  });

function accountOf({ cash, above, follows, ...draft }: AccountDraft, earlier: readonly BookAccount[]): BookAccount {
  const parents = earlier.filter(({ type }) => type === draft.type);
  const parent = above === undefined ? undefined : parents[above % (parents.length || 1)]?.code;
  const code = follows && parent !== undefined ? `${parent}:${draft.name}`.slice(0, 100) : follows ? draft.name.slice(0, 100) : draft.code;
  return {
    ...draft,
    code: isStorable(code) ? code : draft.code,
    ...(parent !== undefined && { parent }),
    ...(cash && draft.type === 'ASSET' && { subtype: 'CASH' }),
  };
}

function transactionOf(
  { lines, externalId, ...draft }: TransactionDraft,
  accounts: readonly BookAccount[],
  externalIds: Set<string>,
): BookTransaction {
  const entries = lines.flatMap(({ from, to, units, currency, memo }) => {
    const amount = formatAmount(units, exponentOf(currency)!);
    const codeAt = (index: number) => accounts[index % accounts.length]!.code;
    return [
      { account: codeAt(to), amount, currency, ...(memo !== undefined && { memo }) },
      { account: codeAt(from), amount: `-${amount}`, currency },
    ];
  });
  const isNew = externalId !== undefined && !externalIds.has(externalId);
  if (isNew) externalIds.add(externalId);
  return { ...draft, ...(isNew && { externalId }), entries };
}
