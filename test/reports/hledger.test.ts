import fc from 'fast-check';
import { createReports } from '../../src/reports';
import { ReportInterval } from '../../src/reports/periods';
import type { Reports } from '../../src/reports/reports';
import type { ReportSection } from '../../src/reports/statement';
import { dateAt, formatDate, lastDayOf, monthOf } from '../../src/shared/dates';
import { openTestBooks, type TestBooks } from '../support/books';
import { TestClock } from '../support/clock';
import { forEachEngine } from '../support/engines';
import { hledgerIsThere } from '../support/hledger';
import { centsOfCell, hledgerOn, nameOf } from './support/hledger';
import { cents } from './support/plain-sums';
import { days, randomBooks, writeBooks } from './support/random-books';

type Figures = Record<string, readonly bigint[]>;
const nonZero = (figures: Figures): Figures =>
  Object.fromEntries(Object.entries(figures).filter(([, each]) => each.some((one) => one !== 0n)));
const centsOf = (amounts: readonly { readonly amount: string }[]) => amounts.map(({ amount }) => cents(amount));
const dayAfter = (day: number) =>
  formatDate(dateAt(Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, (day % 100) + 1)));

/** Figures by account, of rows that begin with one. */
const figuresOf = (rows: readonly (readonly string[])[]): Figures =>
  nonZero(Object.fromEntries(rows.filter(([name]) => /^\d/.test(name!)).map(([name, ...cells]) => [name!, cells.map(centsOfCell)])));

function ownFigures(...sections: readonly ReportSection[]): Figures {
  const lines = sections.flatMap(({ lines: each }) => each).filter(({ account }) => account);
  return nonZero(Object.fromEntries(lines.map(({ account, ownAmounts }) => [nameOf(account!.code), centsOf(ownAmounts)])));
}

(hledgerIsThere ? describe : describe.skip)('with hledger', () => {
  forEachEngine((engine) => {
    const clock = new TestClock();
    let books: TestBooks;
    let reports: Reports;
    beforeAll(async () => {
      books = await openTestBooks(engine, { clock });
      reports = createReports({ ...books, clock }).reports;
    });
    afterAll(() => books?.close());

    it('agrees to the cent on random books: balances, both statements, cash and registers', async () => {
      const range = fc.tuple(days, days).map(([a, b]) => [monthOf(Math.min(a, b)) * 100 + 1, lastDayOf(monthOf(Math.max(a, b)))] as const);
      await fc.assert(
        fc.asyncProperty(randomBooks, range, async (random, [from, to]) => {
          const { companyId, ids } = await writeBooks(books, clock, { ...random, fiscalYearStartMonth: 1 });
          const ask = hledgerOn(random);

          const until = ['-e', dayAfter(to)];
          const between = ['-b', formatDate(from), ...until];

          const { rows } = await reports.trialBalance(books.admin, { companyId, asOf: to });
          const balances = rows.map(({ account, debit, credit }) => [nameOf(account.code), [cents(debit.amount) - cents(credit.amount)]]);
          expect(Object.fromEntries(balances)).toEqual(figuresOf(ask('bal', '--flat', '-N', ...until)));

          const sheet = await reports.balanceSheet(books.admin, { companyId, asOf: to });
          expect(ownFigures(sheet.assets, sheet.liabilities, sheet.equity)).toEqual(figuresOf(ask('bse', '--flat', ...until)));
          const tops = [sheet.assets, sheet.liabilities, sheet.equity].flatMap(({ lines }) => lines.filter(({ depth }) => depth === 0));
          const rolledUp = tops.flatMap(({ account, amounts }) => (account ? [[nameOf(account.code), centsOf(amounts)] as const] : []));
          expect(nonZero(Object.fromEntries(rolledUp))).toEqual(figuresOf(ask('bse', '--flat', '--depth', '1', ...until)));

          const asked = { companyId, from, to, interval: ReportInterval.MONTH };
          const income = await reports.incomeStatement(books.admin, asked);
          expect(ownFigures(income.revenue, income.expenses)).toEqual(figuresOf(ask('is', '--flat', '-M', ...between)));

          const cash = await reports.cashFlowStatement(books.admin, { companyId, from, to });
          const flows = figuresOf(ask('bal', '--flat', '-N', ...between));
          const cashNames = random.accounts.filter(({ subtype }) => subtype === 'CASH').map(({ code }) => nameOf(code));
          expect(centsOf(cash.netChange)).toEqual([cashNames.reduce((sum, name) => sum + (flows[name]?.[0] ?? 0n), 0n)]);

          for (const { code, type } of random.accounts.filter((_, index) => index % 5 === 0)) {
            const sign = type === 'ASSET' || type === 'EXPENSE' ? 1n : -1n;
            const page = await reports.generalLedger(books.admin, { companyId, accountId: ids.get(code)!, from, to, first: 100 });
            const [, ...register] = ask('reg', '-H', `^${nameOf(code)}$`, ...between);
            expect(
              page.nodes.map(({ transaction, entry, balance }) => [transaction.date, BigInt(entry.units), sign * cents(balance.amount)]),
            ).toEqual(
              register.map(([, date, , , , amount, total]) => [
                Number(date!.replaceAll('-', '')),
                centsOfCell(amount!),
                centsOfCell(total!),
              ]),
            );
          }
        }),
        { numRuns: 3, endOnFailure: true },
      );
    }, 240_000);
  });
});
