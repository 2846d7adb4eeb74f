import { absentId, createTransaction, entriesOf, openApiBooks, type ApiBooks } from '../api/support/api-books';
import { forEachEngine } from '../support/engines';
import { addAccount, amountsOf, read, sectionFields } from './support/sections';

const document = `query ($companyId: ID!, $asOf: Date!, $compareTo: [Date!], $currency: CurrencyCode, $includeZero: Boolean) {
  balanceSheet(companyId: $companyId, asOf: $asOf, compareTo: $compareTo, currency: $currency, includeZero: $includeZero) {
    company { id } currency otherCurrencies columns earningsOfYear { amount } earningsOfEarlierYears { amount } totalLiabilitiesAndEquity { amount }
    assets { ${sectionFields} } liabilities { ${sectionFields} } equity { ${sectionFields} } } }`;

forEachEngine((engine) => {
  let books: ApiBooks;

  beforeAll(async () => {
    books = await openApiBooks(engine);
    const parentId = await addAccount(books, { code: '1400', type: 'ASSET' });
    const below = await addAccount(books, { code: '1410', type: 'ASSET', parentId });
    await addAccount(books, { code: '1411', type: 'ASSET', parentId: below });
    await addAccount(books, { code: '1405', type: 'ASSET', parentId });
    const post = (date: string, entries: object[], more: object = {}) =>
      books.ask(createTransaction, { input: { companyId: books.companyId, date, description: 'x', entries, ...more } });
    await post('2024-12-31', entriesOf('1000.00', '1000', '3000'));
    await post('2024-12-31', entriesOf('80.00', '1000', '4000'));
    await post('2025-03-31', entriesOf('30.00', '6100', '2000'));
    await post('2025-06-30', entriesOf('7.00', '1411', '1000'));
    await post('2025-06-30', entriesOf('5.00', '1410', '1000'));
    await post('2025-06-30', entriesOf('2.00', '1000', '1405'));
    await post('2025-12-31', entriesOf('12.34', '1000', '4000'));
    await post('2026-01-01', entriesOf('50.00', '2000', '1000'));
    await post('2025-12-31', entriesOf('700', '1000', '4000', { currency: 'JPY' }));
    await post('2025-12-31', entriesOf('9.99', '1000', '4000'), { status: 'PENDING' });
  });
  afterAll(() => books?.close());

  const report = async (args: object) => {
    const { balanceSheet } = await books.ask(document, { companyId: books.companyId, ...args });
    const { assets, liabilities, equity, earningsOfYear, earningsOfEarlierYears, totalLiabilitiesAndEquity, ...rest } = balanceSheet;
    expect(totalLiabilitiesAndEquity).toEqual(assets.totals);
    return {
      ...rest,
      assets: read(assets),
      liabilities: read(liabilities),
      equity: read(equity),
      earnings: [amountsOf(earningsOfEarlierYears), amountsOf(earningsOfYear)],
    };
  };

  it('rolls sub-accounts up into their parents, and shows undistributed earnings as a line of equity', async () => {
    expect(await report({ asOf: '2025-12-31' })).toEqual({
      company: { id: books.companyId },
      currency: 'USD',
      otherCurrencies: ['JPY'],
      columns: ['2025-12-31'],
      assets: [
        ['1000', '1082.34'],
        ['1400', '10.00'],
        ['..1405', '-2.00'],
        ['..1410', '12.00'],
        ['....1411', '7.00'],
        ['total', '1092.34'],
      ],
      liabilities: [
        ['2000', '30.00'],
        ['total', '30.00'],
      ],
      equity: [
        ['3000', '1000.00'],
        ['Undistributed earnings', '62.34'],
        ['total', '1062.34'],
      ],
      earnings: [['80.00'], ['-17.66']],
    });
  });

  it('stands beside other days in the order in which they are asked for', async () => {
    const { columns, assets, liabilities, equity, earnings } = await report({
      asOf: '2025-12-31',
      compareTo: ['2024-12-31', '2026-01-01', '2024-12-30'],
    });
    expect(columns).toEqual(['2025-12-31', '2024-12-31', '2026-01-01', '2024-12-30']);
    expect(assets.at(-1)).toEqual(['total', '1092.34', '1080.00', '1042.34', '0.00']);
    expect(liabilities).toEqual([
      ['2000', '30.00', '0.00', '-20.00', '0.00'],
      ['total', '30.00', '0.00', '-20.00', '0.00'],
    ]);
    expect(equity.at(-2)).toEqual(['Undistributed earnings', '62.34', '80.00', '62.34', '0.00']);
    expect(earnings).toEqual([
      ['80.00', '0.00', '62.34', '0.00'],
      ['-17.66', '80.00', '0.00', '0.00'],
    ]);
  });

  it('tells the change in amount and in percent from the column before it in time', async () => {
    const changing = `query ($companyId: ID!) { balanceSheet(companyId: $companyId, asOf: "2025-12-31", compareTo: ["2026-01-01", "2024-12-31"]) {
      assets { changes { amount { amount } percent } } liabilities { lines { changes { amount { amount } percent } } } } }`;
    const { balanceSheet } = await books.ask(changing, { companyId: books.companyId });
    expect(balanceSheet.assets.changes).toEqual([
      { amount: { amount: '12.34' }, percent: '1.14' },
      { amount: { amount: '-50.00' }, percent: '-4.58' },
      null,
    ]);
    expect(balanceSheet.liabilities.lines[0].changes).toEqual([
      { amount: { amount: '30.00' }, percent: null },
      { amount: { amount: '-50.00' }, percent: '-166.67' },
      null,
    ]);
  });

  it('takes the earnings apart where the fiscal year of the company starts', async () => {
    const change = 'mutation ($input: UpdateCompanyInput!) { updateCompany(input: $input) { company { id } } }';
    const startIn = (fiscalYearStartMonth: number) => books.ask(change, { input: { id: books.companyId, fiscalYearStartMonth } });
    await startIn(4);
    expect((await report({ asOf: '2025-12-31' })).earnings).toEqual([['50.00'], ['12.34']]);
    expect((await report({ asOf: '2025-03-31' })).earnings).toEqual([['0.00'], ['50.00']]);
    await startIn(1);
  });

  it('is empty before anything was posted, but for the line of earnings; every account is there where zeros are asked for', async () => {
    const nothing = [['total', '0.00']];
    const before = { asOf: '1999-01-31' };
    expect(await report(before)).toMatchObject({ assets: nothing, liabilities: nothing, otherCurrencies: [] });
    expect((await report(before)).equity).toEqual([['Undistributed earnings', '0.00'], ...nothing]);
    const { assets, liabilities, equity } = await report({ ...before, includeZero: true });
    expect([assets.length, liabilities.length, equity.length]).toEqual([12, 8, 5]);
  });

  it('is in one currency, and names the others that it leaves out', async () => {
    expect(await report({ asOf: '2026-12-31', currency: 'JPY' })).toMatchObject({
      otherCurrencies: ['USD'],
      assets: [
        ['1000', '700'],
        ['total', '700'],
      ],
      equity: [
        ['Undistributed earnings', '700'],
        ['total', '700'],
      ],
    });
  });

  it('refuses what is no currency or company, too many columns, and what nobody knows yet, all at once', async () => {
    const refused = (wrong: object) => books.refusal(document, { companyId: books.companyId, asOf: '2026-01-31', ...wrong });
    const days = (count: number) => Array.from({ length: count }, () => '2026-01-31');
    expect((await report({ asOf: '2026-01-31', compareTo: days(59) })).columns).toHaveLength(60);
    expect(await refused({ compareTo: days(60), currency: 'XXZ' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: ['compareTo TOO_MANY', 'currency UNKNOWN_CURRENCY'],
    });
    expect(await refused({ companyId: 'x' })).toMatchObject({ code: 'BAD_USER_INPUT', violations: ['companyId NOT_A_UUID'] });
    expect(await refused({ companyId: absentId, currency: 'XXZ' })).toMatchObject({ code: 'NOT_FOUND' });
  });
});
