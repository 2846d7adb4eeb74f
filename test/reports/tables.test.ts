import { archiveAccount, createTransaction, entriesOf, openApiBooks, type ApiBooks } from '../api/support/api-books';
import { openLedger } from '../cli/support';
import { sqliteEngine } from '../support/sqlite-engine';

// One engine is enough: tables are made of the CSV, which both engines are tested for.
describe('the tables of the command line', () => {
  let books: ApiBooks;
  let companyId: string;
  let environment: Record<string, string>;

  beforeAll(async () => {
    books = await openApiBooks(sqliteEngine);
    companyId = await books.openCompany({ legalName: 'July & Sons', fiscalYearStartMonth: 7 });
    const post = (date: string, entries: object[]) =>
      books.ask(createTransaction, { input: { companyId, date, description: `Of ${date}`, entries } });
    await post('2025-06-30', entriesOf('1000.00', '1000', '3000'));
    await post('2025-06-30', entriesOf('200.00'));
    await post('2025-07-01', entriesOf('1500.00'));
    await post('2026-02-01', entriesOf('45.50', '6160', '1000'));
    await post('2026-02-01', entriesOf('300.00', '1500', '1000'));
    await post('2026-06-30', entriesOf('4.50', '1000', '6160'));
    const { company } = await books.ask(
      'query ($id: ID!) { company(id: $id) { accounts(filter: { codePrefix: "6160" }) { nodes { id } } } }',
      { id: companyId },
    );
    await books.ask(archiveAccount, { input: { id: company.accounts.nodes[0].id } });
    const { clientId, clientSecret } = await books.server.client('AUDITOR', companyId);
    environment = { OPEN_LEDGER_CLIENT_ID: clientId, OPEN_LEDGER_CLIENT_SECRET: clientSecret };
  });
  afterAll(() => books?.close());

  async function table(...args: string[]): Promise<string[]> {
    const { code, out, err } = await openLedger(['report', ...args, '--company-id', companyId, '--url', books.server.url], environment);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return out.split('\n');
  }

  it('a trial balance leaves the side empty on which nothing stands, and names accounts that are archived', async () => {
    expect(await table('trial-balance', '--as-of', '2026-06-30')).toEqual([
      'Trial balance of July & Sons',
      'At the end of 2026-06-30',
      'In USD',
      '',
      'Account                     Debit    Credit',
      '1000     Cash at bank    2,359.00',
      '1500     Equipment         300.00',
      "3000     Owner's equity            1,000.00",
      '4000     Sales                     1,700.00',
      '6160     Travel             41.00',
      '                         ────────  ────────',
      '         Total           2,700.00  2,700.00',
      '',
    ]);
  });

  it('a balance sheet takes undistributed earnings apart by the fiscal year, and comes out even', async () => {
    expect(await table('balance-sheet', '--as-of', '2026-06-30')).toEqual([
      'Balance sheet of July & Sons',
      'At the end of 2026-06-30',
      'In USD',
      '',
      'Account                                2026-06-30',
      '',
      'Assets',
      '1000     Cash at bank                    2,359.00',
      '1500     Equipment                         300.00',
      '                                       ──────────',
      '         Total assets                    2,659.00',
      '',
      'Liabilities',
      '         Total liabilities                   0.00',
      '',
      'Equity',
      "3000     Owner's equity                  1,000.00",
      '         Undistributed earnings          1,659.00',
      '           of the fiscal year            1,459.00',
      '           of earlier years                200.00',
      '                                       ──────────',
      '         Total equity                    2,659.00',
      '',
      '         Total liabilities and equity    2,659.00',
      '',
    ]);
  });

  it('a cash flow statement is of the fiscal year of its last day, where nobody says from when', async () => {
    expect(await table('cash-flow', '--to', '2026-03-31')).toEqual([
      'Cash flow statement of July & Sons',
      'From 2025-07-01 to 2026-03-31',
      'In USD',
      '',
      'Account                                         2025-07-01',
      '                                             to 2026-03-31',
      '',
      'Operating activities',
      '         Net income                               1,454.50',
      '                                             ─────────────',
      '         Net cash from operating activities       1,454.50',
      '',
      'Investing activities',
      '1500     Equipment                                 -300.00',
      '                                             ─────────────',
      '         Net cash from investing activities        -300.00',
      '',
      'Financing activities',
      '         Net cash from financing activities           0.00',
      '',
      '         Net change of cash                       1,154.50',
      '         Cash at the beginning                    1,200.00',
      '         Cash at the end                          2,354.50',
      '',
    ]);
  });

  it('a general ledger tells what was debited and credited in all', async () => {
    expect(await table('general-ledger', '--account', '1000', '--to', '2026-06-30')).toEqual([
      'General ledger of July & Sons',
      '1000 Cash at bank',
      'From 2025-07-01 to 2026-06-30',
      'In USD',
      '',
      'Date        Number  Description      Counterparty  Memo     Debit  Credit   Balance',
      '                    Opening balance                                        1,200.00',
      '2025-07-01  3       Of 2025-07-01                        1,500.00          2,700.00',
      '2026-02-01  4       Of 2026-02-01                                   45.50  2,654.50',
      '2026-02-01  5       Of 2026-02-01                                  300.00  2,354.50',
      '2026-06-30  6       Of 2026-06-30                            4.50          2,359.00',
      '                                                         ────────  ──────  ────────',
      '                    Closing balance                      1,504.50  345.50  2,359.00',
      '',
    ]);
  });
});
