import fc from 'fast-check';
import { money } from '../../src/shared/money';
import { formatDate } from '../../src/shared/dates';
import { absentId, createTransaction, openApiBooks, postTransaction, reverseTransaction, type ApiBooks } from '../api/support/api-books';
import { forEachEngine } from '../support/engines';
import { cents } from './support/plain-sums';
import { days } from './support/random-books';

const document = `query ($companyId: ID!, $from: Date, $to: Date!, $knownAt: DateTime!, $currency: CurrencyCode, $first: Int, $after: String) {
  statementChanges(companyId: $companyId, from: $from, to: $to, knownAt: $knownAt, currency: $currency) {
    currency otherCurrencies from to knownAt journalNumberThen journalNumber
    accounts { account { code type } amountThen { amount } amountNow { amount } difference { amount } }
    transactions(first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes { id number entries { account { code } direction amount { amount currency } } }
    } } }`;

interface Line {
  readonly code: string;
  /** Minor units; a debit is above zero. */
  readonly units: number;
}

/** Something that is in the books, by the moment since which it is. */
interface Posted {
  readonly id: string;
  readonly batch: number;
  readonly date: string;
  readonly currency: string;
  readonly lines: readonly Line[];
}

interface Entry {
  readonly account: { readonly code: string };
  readonly direction: string;
  readonly amount: { readonly amount: string; readonly currency: string };
}

const codes = ['1000', '1010', '2000', '3000', '4000', '6100'];
const date = days.map(formatDate);
const currency = fc.constantFrom('USD', 'USD', 'USD', 'EUR');
const leg = fc.record({ code: fc.constantFrom(...codes), units: fc.integer({ min: 1, max: 10 ** 12 }) });
const lines = fc
  .tuple(fc.array(leg, { minLength: 1, maxLength: 3 }), fc.constantFrom(...codes))
  .map(([legs, last]): Line[] => [...legs, { code: last, units: -legs.reduce((sum, { units }) => sum + units, 0) }]);
const step = fc.oneof(
  fc.record({ kind: fc.constant('post' as const), date, currency, lines }),
  fc.record({ kind: fc.constant('draft' as const), date, currency, lines }),
  fc.record({ kind: fc.constant('post a draft' as const), which: fc.nat() }),
  fc.record({ kind: fc.constant('reverse' as const), which: fc.nat(), date }),
);
const asked = fc.record({
  from: fc.option(date),
  to: date,
  known: fc.nat(),
  first: fc.integer({ min: 1, max: 4 }),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;

forEachEngine((engine) => {
  let books: ApiBooks;
  beforeAll(async () => {
    books = await openApiBooks(engine);
  });
  afterAll(() => books?.close());

  /** A company whose books grow by batches, a second between them, and by the side of it all that was posted. */
  class Growing {
    readonly posted: Posted[] = [];
    readonly moments: number[] = [];
    private readonly drafts: Omit<Posted, 'batch'>[] = [];
    private readonly reversed = new Set<string>();

    constructor(readonly companyId: string) {}

    async write(batch: readonly Step[]): Promise<void> {
      books.server.clock.advance(1000);
      this.moments.push(books.server.clock.now());
      for (const each of batch) await this.take(each);
    }

    private async take(each: Step): Promise<void> {
      const batch = this.moments.length - 1;
      switch (each.kind) {
        case 'post':
          return void this.posted.push({ ...each, batch, id: await this.create(each, 'POSTED') });
        case 'draft':
          return void this.drafts.push({ ...each, id: await this.create(each, 'PENDING') });
        case 'post a draft': {
          const [draft] = this.drafts.splice(each.which % (this.drafts.length || 1), 1);
          if (!draft) return;
          await books.ask(postTransaction, { input: { id: draft.id } });
          return void this.posted.push({ ...draft, batch });
        }
        case 'reverse': {
          const open = this.posted.filter(({ id }) => !this.reversed.has(id));
          const original = open[each.which % (open.length || 1)];
          if (!original) return;
          const { id } = (await books.ask(reverseTransaction, { input: { id: original.id, date: each.date } })).reverseTransaction
            .transaction;
          for (const closed of [original.id, id]) this.reversed.add(closed);
          const opposite = original.lines.map(({ code, units }) => ({ code, units: -units }));
          return void this.posted.push({ ...original, id, batch, date: each.date, lines: opposite });
        }
      }
    }

    private async create({ date: day, currency: unit, lines: given }: Omit<Posted, 'id' | 'batch'>, status: string): Promise<string> {
      const entries = given.map(({ code, units }) => ({
        accountCode: code,
        direction: units > 0 ? 'DEBIT' : 'CREDIT',
        amount: money(Math.abs(units), unit).amount,
        currency: unit,
      }));
      const input = { companyId: this.companyId, date: day, description: 'x', status, entries };
      return (await books.ask(createTransaction, { input })).createTransaction.transaction.id;
    }
  }

  const sumOf = (posted: readonly Posted[], code: string, unit: string) =>
    posted
      .filter((each) => each.currency === unit)
      .flatMap((each) => each.lines)
      .reduce((sum, line) => (line.code === code ? sum + BigInt(line.units) : sum), 0n);

  async function expectDifference(growing: Growing, { from, to, known, first }: Asked): Promise<void> {
    const [start, end] = from !== null && from > to ? [to, from] : [from, to];
    const batch = known % growing.moments.length;
    const variables = {
      companyId: growing.companyId,
      from: start,
      to: end,
      knownAt: new Date(growing.moments[batch]!).toISOString(),
      first,
    };
    const dated = growing.posted.filter((each) => each.date >= (start ?? '') && each.date <= end);
    const then = dated.filter((each) => each.batch <= batch);
    const since = dated.filter((each) => each.batch > batch);
    const { statementChanges } = await books.ask(document, variables);
    const accounts = statementChanges.accounts.map(({ account, ...amounts }: any) => { // oxlint-disable-line typescript/no-explicit-any
      const sign = ['ASSET', 'EXPENSE'].includes(account.type) ? 1n : -1n;
      const [before, after, change] = [amounts.amountThen, amounts.amountNow, amounts.difference].map(({ amount }) => sign * cents(amount));
      return [account.code, before, after, change];
    }); // prettier-ignore
    const expected = codes.flatMap((code) => {
      const [before, after, change] = [then, dated, since].map((posted) => sumOf(posted, code, 'USD'));
      return change === 0n ? [] : [[code, before, after, change]];
    });
    expect(accounts).toEqual(expected);
    const others = codes.some((code) => sumOf(since, code, 'EUR') !== 0n);
    expect(statementChanges.otherCurrencies).toEqual(others ? ['EUR'] : []);

    const listed: { id: string; entries: Entry[] }[] = [...statementChanges.transactions.nodes];
    for (let page = statementChanges.transactions; page.pageInfo.hasNextPage;) {
      page = (await books.ask(document, { ...variables, after: page.pageInfo.endCursor })).statementChanges.transactions;
      listed.push(...page.nodes);
    }
    const inDollars = since.filter((each) => each.currency === 'USD');
    expect(listed.map(({ id }) => id)).toEqual(inDollars.map(({ id }) => id));
    expect(statementChanges.transactions.totalCount).toBe(inDollars.length);
    const made = new Map<string, bigint>();
    for (const { account, direction, amount } of listed.flatMap(({ entries }) => entries)) {
      if (amount.currency !== 'USD') continue;
      const units = cents(amount.amount);
      made.set(account.code, (made.get(account.code) ?? 0n) + (direction === 'DEBIT' ? units : -units));
    }
    const differences = [...made].filter(([, units]) => units !== 0n).sort(([a], [b]) => (a < b ? -1 : 1));
    expect(differences).toEqual(accounts.map(([code, , , change]: unknown[]) => [code, change]));
  }

  it('the transactions that were posted since make exactly the difference, back-dated, drafted before and reversed ones among them', async () => {
    const growth = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 4 });
    const property = fc.asyncProperty(growth, fc.array(asked, { minLength: 3, maxLength: 3 }), async (batches, questions) => {
      const growing = new Growing(await books.openCompany());
      for (const batch of batches) await growing.write(batch);
      for (const question of questions) await expectDifference(growing, question);
    });
    await fc.assert(property, { numRuns: 15 });
  }, 120_000);

  it('tells which moment and which numbers it is about, and nothing where nothing changed', async () => {
    const companyId = await books.openCompany();
    const knownAt = new Date(books.server.clock.now()).toISOString();
    const { statementChanges } = await books.ask(document, { companyId, from: '2026-01-01', to: '2026-12-31', knownAt });
    expect(statementChanges).toEqual({
      currency: 'USD',
      otherCurrencies: [],
      from: '2026-01-01',
      to: '2026-12-31',
      knownAt,
      journalNumberThen: 0,
      journalNumber: 0,
      accounts: [],
      transactions: { totalCount: 0, pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] },
    });
  });

  it('refuses what is wrong, all of it at once', async () => {
    const { companyId } = books;
    const future = new Date(books.server.clock.now() + 1000).toISOString();
    const variables = { companyId, from: '2026-02-01', to: '2026-01-01', knownAt: future, currency: 'XXZ' };
    expect(await books.refusal(document, variables)).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: ['currency UNKNOWN_CURRENCY', 'knownAt IN_THE_FUTURE', 'to OUT_OF_RANGE'],
    });
    expect(await books.refusal(document, { ...variables, companyId: absentId })).toMatchObject({ code: 'NOT_FOUND' });
    const known = { companyId, to: '2026-01-01', knownAt: new Date(books.server.clock.now()).toISOString() };
    expect(await books.refusal(document, { ...known, after: 'x' })).toMatchObject({ violations: ['after FOREIGN_CURSOR'] });
  });
});
