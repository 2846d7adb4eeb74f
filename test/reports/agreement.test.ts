import fc from 'fast-check';
import { createReports } from '../../src/reports';
import type { ReportInterval } from '../../src/reports/periods';
import type { Reports } from '../../src/reports/reports';
import { dayBefore } from '../../src/shared/dates';
import { openTestBooks, type TestBooks } from '../support/books';
import { TestClock } from '../support/clock';
import { forEachEngine } from '../support/engines';
import { cents, PlainSums } from './support/plain-sums';
import { days, randomBooks, writeBooks, type RandomBooks, type WrittenBooks } from './support/random-books';

const EVER = 10_000_101;

/** What is asked of random books. */
const questions = fc.record({
  days: fc.tuple(days, days).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
  interval: fc.constantFrom(null, 'MONTH', 'QUARTER', 'YEAR'),
  /** How much is known: the share of the batches; or null, for all that is posted. */
  known: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  page: fc.integer({ min: 1, max: 7 }),
});
type Questions = typeof questions extends fc.Arbitrary<infer T> ? T : never;

const sumOf = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
const centsOf = (amounts: readonly { readonly amount: string }[]) => amounts.map(({ amount }) => cents(amount));

forEachEngine((engine) => {
  const clock = new TestClock();
  let books: TestBooks;
  let reports: Reports;
  beforeAll(async () => {
    books = await openTestBooks(engine, { clock });
    reports = createReports({ ...books, clock }).reports;
  });
  afterAll(() => books?.close());

  /** The five statements of random books, and sums over the lines that they must agree with. */
  class Asked {
    readonly sums: PlainSums;
    readonly base: { companyId: string; includeZero: boolean; knownAt: number | null };
    readonly from: number;
    readonly to: number;

    constructor(
      readonly random: RandomBooks,
      readonly written: WrittenBooks,
      readonly questions: Questions,
    ) {
      [this.from, this.to] = questions.days;
      const { moments, companyId } = written;
      const batches = questions.known === null ? moments.length : Math.floor(questions.known * (moments.length + 1));
      const knownAt = questions.known === null ? null : (moments[Math.min(batches, moments.length) - 1] ?? moments[0]! - 1);
      this.sums = new PlainSums(random, Math.min(batches, moments.length));
      this.base = { companyId, includeZero: true, knownAt };
    }

    async trialBalance() {
      const { rows, totalDebit, totalCredit } = await reports.trialBalance(books.admin, { ...this.base, asOf: this.to });
      expect(totalDebit).toEqual(totalCredit);
      for (const { account, debit, credit } of rows) {
        expect([account.code, cents(debit.amount) - cents(credit.amount)]).toEqual([
          account.code,
          this.sums.own(account.code, EVER, this.to),
        ]);
        expect([debit.amount, credit.amount]).toContain('0.00');
      }
      expect(rows).toHaveLength(this.random.accounts.length);
    }

    async balanceSheet() {
      const asked = { ...this.base, asOf: this.to, compareTo: [this.from] };
      const sheet = await reports.balanceSheet(books.admin, asked);
      const { assets, liabilities, equity, earningsOfYear, earningsOfEarlierYears } = sheet;
      expect(sheet.totalLiabilitiesAndEquity).toEqual(assets.totals);
      const columns = [this.to, this.from];
      for (const [section, sign] of [
        [assets, 1n],
        [liabilities, -1n],
        [equity, -1n],
      ] as const) {
        for (const { account, amounts, ownAmounts } of section.lines) {
          if (!account) continue;
          expect(centsOf(amounts)).toEqual(columns.map((day) => sign * this.sums.rolledUp(account.code, EVER, day)));
          expect(centsOf(ownAmounts)).toEqual(columns.map((day) => sign * this.sums.own(account.code, EVER, day)));
        }
      }
      const earnings = centsOf(equity.lines.at(-1)!.amounts);
      const both = centsOf(earningsOfYear).map((year, column) => year + cents(earningsOfEarlierYears[column]!.amount));
      expect(both).toEqual(earnings);
      expect(centsOf(assets.totals)).toEqual(
        centsOf(liabilities.totals).map((owed, column) => owed + cents(equity.totals[column]!.amount)),
      );
      return earnings;
    }

    async incomeStatement() {
      const interval = this.questions.interval as ReportInterval | null;
      const asked = { ...this.base, from: this.from, to: this.to, interval };
      const { columns, revenue, expenses, netIncome } = await reports.incomeStatement(books.admin, asked);
      for (const [section, sign] of [
        [revenue, -1n],
        [expenses, 1n],
      ] as const) {
        for (const { account, amounts } of section.lines) {
          expect(centsOf(amounts)).toEqual(columns.map(({ from, to }) => sign * this.sums.rolledUp(account!.code, from, to)));
        }
      }
      expect([columns[0]!.from, columns.at(-1)!.to]).toEqual([this.from, this.to]);
      columns.slice(1).forEach(({ from }, index) => expect(dayBefore(from)).toBe(columns[index]!.to));
      return centsOf(netIncome);
    }

    async cashFlow() {
      const interval = this.questions.interval as ReportInterval | null;
      const asked = { ...this.base, from: this.from, to: this.to, interval };
      const report = await reports.cashFlowStatement(books.admin, asked);
      const cash = (to: number) => this.sums.sum(({ subtype }) => subtype === 'CASH', EVER, to);
      expect(centsOf(report.openingCash)).toEqual(report.columns.map(({ from }) => cash(dayBefore(from))));
      expect(centsOf(report.closingCash)).toEqual(report.columns.map(({ to }) => cash(to)));
      const change = report.columns.map(({ from, to }) => cash(to) - cash(dayBefore(from)));
      expect(centsOf(report.netChange)).toEqual(change);
      const totals = [report.operating, report.investing, report.financing].map((section) => centsOf(section.totals));
      expect(change.map((_, column) => sumOf(totals.map((each) => each[column]!)))).toEqual(change);
      return centsOf(report.operating.lines[0]!.amounts);
    }

    /** Walks the pages of every account's ledger. */
    async generalLedgers() {
      for (const { code, type } of this.random.accounts) {
        const sign = type === 'ASSET' || type === 'EXPENSE' ? 1n : -1n;
        const lines: bigint[] = [];
        let balance = sign * this.sums.own(code, EVER, dayBefore(this.from));
        for (let after: string | null = null; ;) {
          const { companyId, knownAt } = this.base;
          const asked = { companyId, knownAt, accountId: this.written.ids.get(code)!, from: this.from, to: this.to };
          const page = await reports.generalLedger(books.admin, { ...asked, first: this.questions.page, after });
          expect(cents(page.openingBalance.amount)).toBe(balance);
          for (const line of page.nodes) {
            balance += sign * BigInt(line.entry.units);
            expect(cents(line.balance.amount)).toBe(balance);
            lines.push(BigInt(line.entry.units));
          }
          expect(cents(page.closingBalance.amount)).toBe(balance);
          if (!page.pageInfo.hasNextPage) break;
          after = page.pageInfo.endCursor;
        }
        expect(balance).toBe(sign * this.sums.own(code, EVER, this.to));
        const posted = this.sums.posted.filter(({ currency, date }) => currency === 'USD' && date >= this.from && date <= this.to);
        expect(lines).toHaveLength(posted.flatMap((transaction) => transaction.lines.filter((line) => line.code === code)).length);
      }
    }
  }

  it('makes five statements that agree with each other and with sums over the lines, for every moment at which the books were known', async () => {
    await fc.assert(
      fc.asyncProperty(randomBooks, fc.array(questions, { minLength: 2, maxLength: 2 }), async (random, asking) => {
        const written = await writeBooks(books, clock, random);
        for (const question of asking) {
          const asked = new Asked(random, written, question);
          await asked.trialBalance();
          const earnings = await asked.balanceSheet();
          const netIncome = await asked.incomeStatement();
          const net = (from: number, to: number) => -asked.sums.sum(({ type }) => type === 'REVENUE' || type === 'EXPENSE', from, to);
          expect(earnings).toEqual([net(EVER, asked.to), net(EVER, asked.from)]);
          expect(sumOf(netIncome)).toBe(net(asked.from, asked.to));
          expect(await asked.cashFlow()).toEqual(netIncome);
          await asked.generalLedgers();
        }
      }),
      { numRuns: 15 },
    );
  }, 240_000);
});
