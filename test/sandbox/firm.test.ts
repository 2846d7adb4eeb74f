import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { daysUpTo } from '../../src/sandbox/firm/calendar';
import { account } from '../../src/sandbox/firm/firm';
import { firmTransactions } from '../../src/sandbox/firm/transactions';

/** Days that begin and end months, years and leap days. */
const days = ['2026-11-24', '2026-01-01', '2027-06-30', '2028-02-29', '2029-12-31', '2031-03-31'];
const noonOf = (day: string) => Date.parse(`${day}T12:00:00Z`);

describe('the firm of the sandbox', () => {
  test.each(days)('keeps balanced books up to %s, never after it, for eighteen months', (day) => {
    const transactions = firmTransactions(noonOf(day), 7);
    const today = Number(day.replaceAll('-', ''));
    for (const { lines } of transactions) {
      expect(lines.length).toBeGreaterThanOrEqual(2);
      expect(lines.reduce((sum, [, units]) => sum + units, 0)).toBe(0);
      expect(lines.every(([, units]) => Number.isSafeInteger(units) && units !== 0)).toBe(true);
    }
    const dates = transactions.map(({ date }) => date);
    expect(dates).toEqual([...dates].sort((a, b) => a - b));
    expect(dates.at(-1)).toBeLessThanOrEqual(today);
    expect(dates.at(-1)).toBeGreaterThan(today - 10_000);
    expect(new Set(dates.map((date) => Math.floor(date / 100))).size).toBe(19);
    expect(transactions.length).toBeGreaterThan(500);
    expect(transactions.length).toBeLessThan(1200);
  });

  test.each(days)('never overdraws its bank account or its stock, and earns a living, up to %s', (day) => {
    const balances = new Map<string, number>();
    const of = (code: string) => balances.get(code) ?? 0;
    for (const { lines } of firmTransactions(noonOf(day), 20_260_101)) {
      for (const [code, units] of lines) balances.set(code, of(code) + units);
      for (const code of [account.bank, account.pettyCash, account.inventory, account.receivables, account.prepaid]) {
        expect(of(code)).toBeGreaterThanOrEqual(0);
      }
      for (const code of [account.payables, account.creditCard, account.salesTax, account.payrollTax, account.loan, account.deferred]) {
        expect(of(code)).toBeLessThanOrEqual(0);
      }
    }
    const revenue = -(of(account.sales) + of(account.services));
    const expenses = [...balances].filter(([code]) => code >= '5000').reduce((sum, [, units]) => sum + units, 0);
    const margin = (revenue - expenses) / revenue;
    expect(margin).toBeGreaterThan(0.02);
    expect(margin).toBeLessThan(0.25);
    expect([...balances.keys()].sort()).toEqual(Object.values(account).sort());
  });

  test('lives the same life for the same seed and day, and another one for another seed', () => {
    const now = noonOf('2026-11-24');
    expect(firmTransactions(now, 1)).toEqual(firmTransactions(now + 3_600_000, 1));
    expect(firmTransactions(now, 1)).not.toEqual(firmTransactions(now, 2));
  });

  test('knows no account that the standard chart lacks', () => {
    const chart = readFileSync(join(__dirname, '../../src/ledger/charts/standard-chart.ts'), 'utf8');
    for (const code of Object.values(account)) expect(chart).toContain(`('${code}'`);
  });

  test('counts days by the calendar in UTC', () => {
    const [first, ...rest] = daysUpTo(Date.parse('2028-03-01T00:30:00Z'), 1);
    expect(first).toMatchObject({ date: 20_280_201, weekday: 2, dayOfMonth: 1, month: 2, lastOfMonth: false });
    expect(rest.at(-2)).toMatchObject({ date: 20_280_229, lastOfMonth: true });
    expect(rest.at(-1)).toMatchObject({ date: 20_280_301, lastOfMonth: false });
  });
});
