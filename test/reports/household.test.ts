import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EntryDirection } from '../../src/ledger';
import { createReports } from '../../src/reports';
import { ReportInterval } from '../../src/reports/periods';
import type { Reports } from '../../src/reports/reports';
import type { ReportLine } from '../../src/reports/statement';
import { systemClock } from '../../src/shared/clock';
import { parseDate } from '../../src/shared/dates';
import { openTestBooks, type TestBooks } from '../support/books';
import { forEachEngine } from '../support/engines';
import { centsOfCell } from './support/hledger';
import { cents } from './support/plain-sums';

const folder = join(__dirname, '..', 'fixtures', 'household');
const account = /^(Assets|Liabilities|Equity|Income|Expenses):/;

/** The cells of an answer of hledger, line by line. */
async function answerOf(name: string): Promise<string[][]> {
  const text = await readFile(join(folder, `${name}.csv`), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => [...line.matchAll(/"([^"]*)"/g)].map(([, cell]) => cell!));
}

/** Cents by account, and of each total in its order. */
function figuresOf(rows: readonly (readonly string[])[]) {
  const read = (wanted: RegExp) => rows.filter(([name]) => wanted.test(name!)).map(([name, ...cells]) => [name, ...cells.map(centsOfCell)]);
  return { lines: read(account), totals: read(/^(total|Net:)$/).map(([, ...figures]) => figures) };
}

const centsOf = (amounts: readonly { readonly amount: string }[]) => amounts.map(({ amount }) => cents(amount));
const ownOf = (lines: readonly ReportLine[]) =>
  lines
    .filter(({ account: owner }) => owner)
    .map(({ account: owner, ownAmounts }) => [owner!.code, ...centsOf(ownAmounts)])
    .filter(([, ...figures]) => figures.some((figure) => figure !== 0n));

interface Household {
  readonly accounts: readonly { readonly code: string; readonly name: string; readonly type: string; readonly parent: string | null }[];
  readonly transactions: readonly {
    readonly date: string;
    readonly description: string;
    readonly entries: readonly { account: string; amount: string }[];
  }[];
}

forEachEngine((engine) => {
  let books: TestBooks;
  let reports: Reports;
  let companyId: string;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    books = await openTestBooks(engine);
    reports = createReports({ ...books, clock: systemClock }).reports;
    const { accounts, transactions } = JSON.parse(await readFile(join(folder, 'ledger.json'), 'utf8')) as Household;
    companyId = (await books.companies.create(books.admin, { legalName: 'The household', chart: 'EMPTY' as never })).id;
    for (const { code, name, type, parent } of accounts) {
      const input = { companyId, code, name, type: type as never, parentId: parent && ids.get(parent) };
      ids.set(code, (await books.ledger.accounts.create(books.admin, input)).id);
    }
    const inputs = transactions.map(({ date, description, entries }) => ({
      date: parseDate(date)!,
      description,
      entries: entries.map(({ account: accountCode, amount }) => ({
        accountCode,
        direction: amount.startsWith('-') ? EntryDirection.CREDIT : EntryDirection.DEBIT,
        amount: amount.replace('-', ''),
      })),
    }));
    await books.ledger.transactions.createMany(books.admin, { companyId, transactions: inputs });
  }, 60_000);
  afterAll(() => books?.close());

  it('shows the balance sheet that hledger shows, with the net of it as the line of undistributed earnings', async () => {
    const { assets, liabilities, equity } = await reports.balanceSheet(books.admin, { companyId, asOf: 20241231 });
    const { lines, totals } = figuresOf(await answerOf('balance-sheet-2024-12-31'));
    expect([assets, liabilities, equity].flatMap((section) => ownOf(section.lines))).toEqual(lines);
    const earnings = centsOf(equity.lines.at(-1)!.amounts);
    expect([
      centsOf(assets.totals),
      centsOf(liabilities.totals),
      centsOf(equity.totals).map((all, column) => all - earnings[column]!),
      earnings,
    ]).toEqual(totals);
  });

  it.each([
    ['income-statement-2024', { from: 20240101, to: 20241231 }],
    ['income-monthly-2025', { from: 20250101, to: 20251231, interval: ReportInterval.MONTH }],
  ])('shows the figures of %s', async (name, asked) => {
    const { revenue, expenses, netIncome } = await reports.incomeStatement(books.admin, { companyId, ...asked });
    const { lines, totals } = figuresOf(await answerOf(name));
    expect([revenue, expenses].flatMap((section) => ownOf(section.lines))).toEqual(lines);
    expect([centsOf(revenue.totals), centsOf(expenses.totals), centsOf(netIncome)]).toEqual(totals);
  });

  it('shows the register of the checking account in a month, running balances included', async () => {
    const asked = { companyId, accountId: ids.get('Assets:US:BofA:Checking')!, from: 20250101, to: 20250131 };
    const { nodes, closingBalance } = await reports.generalLedger(books.admin, asked);
    const [, ...register] = await answerOf('checking-2025-01');
    const expected = register.map(([, date, , description, , change, balance]) => [
      parseDate(date!),
      description,
      centsOfCell(change!),
      centsOfCell(balance!),
    ]);
    expect(
      nodes.map(({ transaction, entry, balance }) => [
        transaction.date,
        transaction.description,
        BigInt(entry.units),
        cents(balance.amount),
      ]),
    ).toEqual(expected);
    expect(cents(closingBalance.amount)).toBe(expected.at(-1)![3]);
  });
});
