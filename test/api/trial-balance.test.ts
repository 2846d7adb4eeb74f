import { forEachEngine } from '../support/engines';
import { absentId, createTransaction, entriesOf, openApiBooks, type ApiBooks } from './support/api-books';

const document = `query ($companyId: ID!, $asOf: Date!, $currency: CurrencyCode) {
  trialBalance(companyId: $companyId, asOf: $asOf, currency: $currency) {
    company { id legalName } asOf currency otherCurrencies totalDebit { amount currency } totalCredit { amount currency }
    rows { account { code type normalBalance } debit { amount currency } credit { amount currency } } } }`;

interface Side {
  readonly amount: string;
}
interface Row {
  readonly account: { readonly code: string };
  readonly debit: Side;
  readonly credit: Side;
}

forEachEngine((engine) => {
  let books: ApiBooks;

  beforeAll(async () => {
    books = await openApiBooks(engine);
    const post = (date: string, entries: object[], more: object = {}) =>
      books.ask(createTransaction, { input: { companyId: books.companyId, date, description: 'x', entries, ...more } });
    await post('2025-12-31', entriesOf('100.00', '1000', '3000'));
    await post('2026-01-31', entriesOf('30.50', '6100', '1000'));
    await post('2026-02-01', entriesOf('0.50', '1000', '4000'));
    await post('2026-02-02', entriesOf('5.00', '1010', '1000'));
    await post('2026-02-03', entriesOf('5.00', '1000', '1010'));
    await post('2026-03-01', entriesOf('250.00', '6100', '1000'));
    await post('2026-03-01', entriesOf('700', '1000', '4000', { currency: 'JPY' }));
    await post('2026-03-01', entriesOf('9.99', '1000', '4000'), { status: 'PENDING' });
  });
  afterAll(() => books?.close());

  const report = async (asOf: string, currency?: string | null) => {
    const { trialBalance } = await books.ask(document, { companyId: books.companyId, asOf, currency });
    const rows = (trialBalance.rows as Row[]).map(({ account, debit, credit }) => [account.code, debit.amount, credit.amount]);
    return { ...trialBalance, rows };
  };

  it('shows each balance on its side, in the order of the codes, and equal totals', async () => {
    expect(await report('2026-02-28')).toEqual({
      company: { id: books.companyId, legalName: 'Acme' },
      asOf: '2026-02-28',
      currency: 'USD',
      otherCurrencies: [],
      rows: [
        ['1000', '70.00', '0.00'],
        ['3000', '0.00', '100.00'],
        ['4000', '0.00', '0.50'],
        ['6100', '30.50', '0.00'],
      ],
      totalDebit: { amount: '100.50', currency: 'USD' },
      totalCredit: { amount: '100.50', currency: 'USD' },
    });
  });

  it.each([
    ['2025-12-30', []],
    [
      '2025-12-31',
      [
        ['1000', '100.00', '0.00'],
        ['3000', '0.00', '100.00'],
      ],
    ],
    [
      '2026-01-30',
      [
        ['1000', '100.00', '0.00'],
        ['3000', '0.00', '100.00'],
      ],
    ],
    [
      '2026-01-31',
      [
        ['1000', '69.50', '0.00'],
        ['3000', '0.00', '100.00'],
        ['6100', '30.50', '0.00'],
      ],
    ],
  ])('counts up to the end of %s and no further', async (asOf, rows) => {
    expect((await report(asOf)).rows).toEqual(rows);
  });

  it('shows an overdrawn account on the other side, drafts left out', async () => {
    expect((await report('2026-12-31')).rows).toEqual([
      ['1000', '0.00', '180.00'],
      ['3000', '0.00', '100.00'],
      ['4000', '0.00', '0.50'],
      ['6100', '280.50', '0.00'],
    ]);
  });

  it('is in one currency, and names the others that it leaves out', async () => {
    expect((await report('2026-12-31', null)).otherCurrencies).toEqual(['JPY']);
    expect(await report('2026-12-31', 'JPY')).toMatchObject({
      currency: 'JPY',
      otherCurrencies: ['USD'],
      rows: [
        ['1000', '700', '0'],
        ['4000', '0', '700'],
      ],
      totalDebit: { amount: '700', currency: 'JPY' },
    });
    expect(await report('2026-12-31', 'CHF')).toMatchObject({ rows: [], totalDebit: { amount: '0.00', currency: 'CHF' } });
  });

  it('says of each account what it is', async () => {
    const { trialBalance } = await books.ask(document, { companyId: books.companyId, asOf: '2025-12-31' });
    expect(trialBalance.rows.map(({ account }: Row) => account)).toEqual([
      { code: '1000', type: 'ASSET', normalBalance: 'DEBIT' },
      { code: '3000', type: 'EQUITY', normalBalance: 'CREDIT' },
    ]);
  });

  it('refuses what is no day, no currency or no company', async () => {
    const refused = (wrong: object) => books.refusal(document, { companyId: books.companyId, asOf: '2026-01-31', ...wrong });
    expect(await refused({ asOf: '2026-13-01' })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refused({ asOf: null })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refused({ currency: 'usd' })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refused({ currency: 'XXZ' })).toMatchObject({ code: 'BAD_USER_INPUT', violations: ['currency UNKNOWN_CURRENCY'] });
    expect(await refused({ companyId: 'x' })).toMatchObject({ code: 'BAD_USER_INPUT', violations: ['companyId NOT_A_UUID'] });
    expect(await refused({ companyId: absentId })).toMatchObject({ code: 'NOT_FOUND' });
  });
});
