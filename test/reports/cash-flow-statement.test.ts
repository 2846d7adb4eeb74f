import { createTransaction, entriesOf, openApiBooks, type ApiBooks } from '../api/support/api-books';
import { forEachEngine } from '../support/engines';
import { addAccount, amountsOf, read, sectionFields } from './support/sections';

const document = `query ($companyId: ID!, $from: Date!, $to: Date!, $interval: ReportInterval, $currency: CurrencyCode) {
  cashFlowStatement(companyId: $companyId, from: $from, to: $to, interval: $interval, currency: $currency) {
    otherCurrencies openingCash { amount } netChange { amount } closingCash { amount }
    operating { ${sectionFields} } investing { ${sectionFields} } financing { ${sectionFields} } } }`;

forEachEngine((engine) => {
  let books: ApiBooks;

  beforeAll(async () => {
    books = await openApiBooks(engine);
    const parentId = await addAccount(books, { code: '1800', type: 'ASSET' });
    await addAccount(books, { code: '1810', type: 'ASSET', parentId });
    await addAccount(books, { code: '1820', type: 'ASSET', subtype: 'CASH', parentId });
    const post = (date: string, entries: object[], more: object = {}) =>
      books.ask(createTransaction, { input: { companyId: books.companyId, date, description: 'x', entries, ...more } });
    await post('2025-12-31', entriesOf('1000.00', '1000', '3000'));
    await post('2025-12-31', entriesOf('500', '1000', '3000', { currency: 'JPY' }));
    await post('2026-01-10', entriesOf('300.00', '1100', '4000')); // Sold on credit,
    await post('2026-01-20', entriesOf('120.00', '1000', '1100')); // and paid in part.
    await post('2026-01-25', entriesOf('80.00', '6100', '2000')); // Rent that is owed.
    await post('2026-01-31', entriesOf('600.00', '1500', '1000')); // Equipment,
    await post('2026-02-28', entriesOf('50.00', '6200', '1510')); // which wears,
    await post('2026-03-31', [
      // and is sold in part at a gain of 10.
      { accountCode: '1000', direction: 'DEBIT', amount: '90.00' },
      { accountCode: '1510', direction: 'DEBIT', amount: '20.00' },
      { accountCode: '1500', direction: 'CREDIT', amount: '100.00' },
      { accountCode: '4900', direction: 'CREDIT', amount: '10.00' },
    ]);
    await post('2026-02-01', entriesOf('400.00', '1000', '2700')); // A loan,
    await post('2026-02-02', entriesOf('70.00', '3100', '1000')); // and a draw.
    await post('2026-02-03', entriesOf('25.00', '1010', '1000')); // From one cash account to another: no flow.
    await post('2026-02-04', entriesOf('33.00', '1810', '1000'));
    await post('2026-02-05', entriesOf('3.00', '1800', '1810'));
    await post('2026-02-06', entriesOf('5.00', '1820', '1000'));
  });
  afterAll(() => books?.close());

  const report = async (args: object) => {
    const { cashFlowStatement } = await books.ask(document, { companyId: books.companyId, ...args });
    const { operating, investing, financing, openingCash, netChange, closingCash, otherCurrencies } = cashFlowStatement;
    return {
      otherCurrencies,
      operating: read(operating),
      investing: read(investing),
      financing: read(financing),
      cash: [amountsOf(openingCash), amountsOf(netChange), amountsOf(closingCash)],
    };
  };

  it('leads from net income to the change of cash, by what the accounts are for', async () => {
    expect(await report({ from: '2026-01-01', to: '2026-03-31' })).toEqual({
      otherCurrencies: ['JPY'],
      operating: [
        ['Net income', '180.00'],
        ['6200', '50.00'],
        ['1100', '-180.00'],
        ['2000', '80.00'],
        ['Unclassified: accounts without a subtype', '-33.00'],
        ['..1800', '-33.00'],
        ['....1810', '-30.00'],
        ['total', '97.00'],
      ],
      investing: [
        ['1500', '-500.00'],
        ['Accumulated depreciation, other than by depreciation of the period', '-20.00'],
        ['total', '-520.00'],
      ],
      financing: [
        ['2700', '400.00'],
        ['3100', '-70.00'],
        ['total', '330.00'],
      ],
      cash: [['1000.00'], ['-93.00'], ['907.00']],
    });
  });

  it('adds depreciation back to net income, and shows nothing else where only that was posted', async () => {
    expect(await report({ from: '2026-02-28', to: '2026-02-28' })).toMatchObject({
      operating: [
        ['Net income', '-50.00'],
        ['6200', '50.00'],
        ['total', '0.00'],
      ],
      investing: [['total', '0.00']],
      cash: [['817.00'], ['0.00'], ['817.00']],
    });
  });

  it('closes each column with the cash that the next one opens with and that the balance sheet shows', async () => {
    const { cash, operating, investing, financing } = await report({ from: '2025-12-01', to: '2026-04-15', interval: 'MONTH' });
    expect(cash).toEqual([
      ['0.00', '1000.00', '520.00', '817.00', '907.00'],
      ['1000.00', '-480.00', '297.00', '90.00', '0.00'],
      ['1000.00', '520.00', '817.00', '907.00', '907.00'],
    ]);
    const totals = [operating, investing, financing].map((section) => section.at(-1)!.slice(1).map(Number));
    expect(cash[1]!.map(Number)).toEqual(totals[0]!.map((value, column) => value + totals[1]![column]! + totals[2]![column]!));
    const sheet = `query ($companyId: ID!) { balanceSheet(companyId: $companyId, asOf: "2026-04-15", compareTo: ["2026-02-28", "2025-12-31"]) {
      assets { lines { account { subtype } ownAmounts { amount } } } } }`;
    const { lines } = (await books.ask(sheet, { companyId: books.companyId })).balanceSheet.assets as {
      lines: { account: { subtype: string }; ownAmounts: { amount: string }[] }[];
    };
    const own = lines.filter(({ account }) => account.subtype === 'CASH').map(({ ownAmounts }) => amountsOf(ownAmounts).map(Number));
    expect([0, 1, 2].map((column) => own.reduce((sum, amounts) => sum + amounts[column]!, 0))).toEqual([907, 817, 1000]);
  });

  it('names a currency that cash is in, even where nothing moved', async () => {
    expect((await report({ from: '2026-04-01', to: '2026-04-30' })).otherCurrencies).toEqual(['JPY']);
    expect(await report({ from: '2026-04-01', to: '2026-04-30', currency: 'JPY' })).toMatchObject({
      otherCurrencies: ['USD'],
      cash: [['500'], ['0'], ['500']],
    });
  });
});
