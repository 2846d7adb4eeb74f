import { createTransaction, entriesOf, openApiBooks, type ApiBooks } from '../api/support/api-books';
import { forEachEngine } from '../support/engines';
import { amountsOf, read, sectionFields } from './support/sections';

const document = `query ($companyId: ID!, $from: Date!, $to: Date!, $interval: ReportInterval, $includeZero: Boolean, $knownAt: DateTime) {
  incomeStatement(companyId: $companyId, from: $from, to: $to, interval: $interval, includeZero: $includeZero, knownAt: $knownAt) {
    otherCurrencies columns { from to } netIncome { amount } revenue { ${sectionFields} } expenses { ${sectionFields} } } }`;

forEachEngine((engine) => {
  let books: ApiBooks;

  beforeAll(async () => {
    books = await openApiBooks(engine);
    const post = (date: string, entries: object[], more: object = {}) =>
      books.ask(createTransaction, { input: { companyId: books.companyId, date, description: 'x', entries, ...more } });
    await post('2025-12-31', entriesOf('1.00'));
    await post('2026-01-01', entriesOf('10.00'));
    await post('2026-01-31', entriesOf('100.00'));
    await post('2026-02-01', entriesOf('1000.00'));
    await post('2026-02-28', entriesOf('20.00', '6100', '1000'));
    await post('2026-03-31', entriesOf('0.07', '4000', '1000'));
    await post('2026-04-01', entriesOf('3.00', '6110', '1000'));
    await post('2026-04-01', entriesOf('500.00', '1000', '3000'));
    await post('2026-04-01', entriesOf('900', '1000', '4000', { currency: 'JPY' }));
    await post('2026-03-01', entriesOf('9.99'), { status: 'PENDING' });
  });
  afterAll(() => books?.close());

  const ask = async (args: object) => (await books.ask(document, { companyId: books.companyId, ...args })).incomeStatement;
  const report = async (args: object) => {
    const { columns, revenue, expenses, netIncome, ...rest } = await ask(args);
    const periods = (columns as { from: string; to: string }[]).map(({ from, to }) => `${from} ${to}`);
    return { ...rest, periods, revenue: read(revenue), expenses: read(expenses), net: amountsOf(netIncome) };
  };

  it('counts what moved from the first day to the last, and nothing before or after', async () => {
    expect(await report({ from: '2026-01-01', to: '2026-03-31' })).toEqual({
      otherCurrencies: [],
      periods: ['2026-01-01 2026-03-31'],
      revenue: [
        ['4000', '1109.93'],
        ['total', '1109.93'],
      ],
      expenses: [
        ['6100', '20.00'],
        ['total', '20.00'],
      ],
      net: ['1089.93'],
    });
    expect((await report({ from: '2026-01-02', to: '2026-01-31' })).net).toEqual(['100.00']);
    expect((await report({ from: '2026-01-31', to: '2026-01-31' })).net).toEqual(['100.00']);
    expect(await report({ from: '2026-01-01', to: '2026-12-31' })).toMatchObject({ otherCurrencies: ['JPY'], net: ['1086.93'] });
  });

  it('has a column for each month, the first and the last as short as they are asked for', async () => {
    expect(await report({ from: '2025-12-31', to: '2026-04-01', interval: 'MONTH' })).toMatchObject({
      periods: [
        '2025-12-31 2025-12-31',
        '2026-01-01 2026-01-31',
        '2026-02-01 2026-02-28',
        '2026-03-01 2026-03-31',
        '2026-04-01 2026-04-01',
      ],
      revenue: [
        ['4000', '1.00', '110.00', '1000.00', '-0.07', '0.00'],
        ['total', '1.00', '110.00', '1000.00', '-0.07', '0.00'],
      ],
      expenses: [
        ['6100', '0.00', '0.00', '20.00', '0.00', '0.00'],
        ['6110', '0.00', '0.00', '0.00', '0.00', '3.00'],
        ['total', '0.00', '0.00', '20.00', '0.00', '3.00'],
      ],
      net: ['1.00', '110.00', '980.00', '-0.07', '-3.00'],
    });
  });

  it('cuts quarters and years where the fiscal year of the company starts', async () => {
    const change = 'mutation ($input: UpdateCompanyInput!) { updateCompany(input: $input) { company { id } } }';
    const startIn = (fiscalYearStartMonth: number) => books.ask(change, { input: { id: books.companyId, fiscalYearStartMonth } });
    const asked = { from: '2025-12-31', to: '2026-04-30' };
    expect((await report({ ...asked, interval: 'YEAR' })).periods).toEqual(['2025-12-31 2025-12-31', '2026-01-01 2026-04-30']);
    await startIn(3);
    expect(await report({ ...asked, interval: 'YEAR' })).toMatchObject({
      periods: ['2025-12-31 2026-02-28', '2026-03-01 2026-04-30'],
      net: ['1091.00', '-3.07'],
    });
    await startIn(2);
    expect(await report({ ...asked, interval: 'QUARTER' })).toMatchObject({
      periods: ['2025-12-31 2026-01-31', '2026-02-01 2026-04-30'],
      net: ['111.00', '976.93'],
    });
    await startIn(1);
  });

  it('tells how net income changed from one column to the next', async () => {
    const changing = `query ($companyId: ID!) { incomeStatement(companyId: $companyId, from: "2026-01-01", to: "2026-03-31", interval: MONTH) {
      netIncomeChanges { amount { amount currency } percent } expenses { changes { percent } } } }`;
    expect((await books.ask(changing, { companyId: books.companyId })).incomeStatement).toEqual({
      netIncomeChanges: [
        null,
        { amount: { amount: '870.00', currency: 'USD' }, percent: '790.91' },
        { amount: { amount: '-980.07', currency: 'USD' }, percent: '-100.01' },
      ],
      expenses: { changes: [null, { percent: null }, { percent: '-100.00' }] },
    });
  });

  it('refuses days upside down, more columns than 60, and what nobody knows yet, all at once', async () => {
    const refused = (wrong: object) =>
      books.refusal(document, { companyId: books.companyId, from: '2026-01-01', to: '2026-12-31', ...wrong });
    expect(await refused({ from: '2027-01-01', knownAt: '2999-01-01T00:00:00Z' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: ['knownAt IN_THE_FUTURE', 'to OUT_OF_RANGE'],
    });
    expect((await ask({ from: '2021-01-31', to: '2025-12-01', interval: 'MONTH' })).columns).toHaveLength(60);
    expect(await refused({ from: '2021-01-31', to: '2026-01-01', interval: 'MONTH' })).toMatchObject({ violations: ['interval TOO_MANY'] });
    expect(await refused({ from: '1000-01-01', to: '9999-12-31', interval: 'YEAR' })).toMatchObject({ violations: ['interval TOO_MANY'] });
    expect((await ask({ from: '1000-01-01', to: '9999-12-31' })).columns).toEqual([{ from: '1000-01-01', to: '9999-12-31' }]);
  });
});
