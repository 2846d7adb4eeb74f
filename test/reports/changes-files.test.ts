import { parse } from 'csv-parse/sync';
import { createTransaction, entriesOf, openApiBooks, type ApiBooks } from '../api/support/api-books';
import { openLedger } from '../cli/support';
import { forEachEngine } from '../support/engines';
import { cents } from './support/plain-sums';

const createTransactions =
  'mutation ($input: CreateTransactionsInput!) { createTransactions(input: $input) { results { error { message } } } }';
/** More than a page of them. */
const backDated = 130;

forEachEngine((engine) => {
  let books: ApiBooks;
  let knownAt: string;
  beforeAll(async () => {
    books = await openApiBooks(engine);
    const { companyId, server } = books;
    const post = (date: string, description: string, entries: object[]) =>
      books.ask(createTransaction, { input: { companyId, date, description, entries } });
    await post('2025-12-31', 'Sale', entriesOf('100.00'));
    knownAt = new Date(server.clock.now()).toISOString();
    server.clock.advance(60_000);
    const transactions = Array.from({ length: backDated }, (_, index) => {
      return { date: '2025-12-30', description: `Late ${index}`, entries: entriesOf('2.50', '6100', '1000') };
    });
    await books.ask(createTransactions, { input: { companyId, transactions } });
    await post('2025-12-31', '=1+1', [...entriesOf('7.00'), ...entriesOf('3.00', '1000', '4000', { currency: 'EUR' })]);
    await post('2026-01-01', 'Of the next year', entriesOf('1000.00'));
  });
  afterAll(() => books?.close());

  const get = (query: Record<string, string>, token = books.token) =>
    books.server.fetch(`/reports/changes.csv?${new URLSearchParams({ companyId: books.companyId, ...query }).toString()}`, {
      headers: { authorization: `Bearer ${token}` },
    });

  it('what changed in a statement comes as CSV with every line that makes the difference', async () => {
    const response = await get({ to: '2025-12-31', knownAt });
    expect(response.status).toBe(200);
    const rows = parse(await response.text(), { columns: true }) as unknown as Record<string, string>[];
    const [accounts, lines] = ['Changed accounts', 'Posted since'].map((section) => rows.filter((row) => row['section'] === section));
    expect(accounts!.map(({ account, then, now, difference }) => [account, then, now, difference])).toEqual([
      ['1000', '100.00', '-218.00', '-318.00'],
      ['4000', '100.00', '107.00', '7.00'],
      ['6100', '0.00', '325.00', '325.00'],
    ]);
    expect(lines).toHaveLength(2 * (backDated + 1));
    for (const { account, difference } of accounts!) {
      const own = lines!.filter((line) => line['account'] === account);
      expect(own.reduce((sum, line) => sum + cents(line['difference']!), 0n)).toBe(cents(difference!));
    }
    expect(lines!.at(-1)).toMatchObject({ number: '132', date: '2025-12-31', description: "'=1+1", currency: 'USD' });
    expect(rows.at(-1)).toMatchObject({ kind: 'note', name: 'Changes in other currencies are left out: EUR' });
  });

  it('is for those who may read statements and transactions, and for a moment that is told', async () => {
    const { server, companyId } = books;
    const role = 'mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { name } } }';
    await books.ask(role, { input: { name: 'STATEMENTS', permissions: ['companies:read', 'reports:read'] } }, await server.admin());
    const answer = async (response: Response) => {
      const { errors } = (await response.json()) as { errors: { extensions: { code: string; violations?: object[] } }[] };
      return [response.status, errors[0]!.extensions.code, errors[0]!.extensions.violations];
    };
    const refused = await get({ to: '2025-12-31', knownAt }, await server.as('STATEMENTS', companyId));
    expect(await answer(refused)).toEqual([403, 'FORBIDDEN', undefined]);
    expect(await answer(await get({ asOf: '2025-12-31' }))).toEqual([
      400,
      'BAD_USER_INPUT',
      [
        expect.objectContaining({ code: 'UNKNOWN', path: ['asOf'] }),
        expect.objectContaining({ code: 'REQUIRED', path: ['to'] }),
        expect.objectContaining({ code: 'REQUIRED', path: ['knownAt'] }),
      ],
    ]);
  });

  it('the command line prints it', async () => {
    const { clientId, clientSecret } = await books.server.client('AUDITOR', books.companyId);
    const environment = { OPEN_LEDGER_CLIENT_ID: clientId, OPEN_LEDGER_CLIENT_SECRET: clientSecret };
    const report = (...args: string[]) =>
      openLedger(['report', 'changes', ...args, '--company-id', books.companyId, '--url', books.server.url], environment);
    const { code, out } = await report('--to', '2025-12-31', '--from', '2025-12-31', '--known-at', knownAt);
    expect(code).toBe(0);
    const posted = new Date(Date.parse(knownAt) + 60_000).toISOString();
    expect(out).toBe(
      [
        'Changes in the books of Acme',
        `From 2025-12-31 to 2025-12-31, changed since ${knownAt}`,
        'In USD',
        '',
        'Account                Number  Date        Posted                    Description    Then     Now  Difference',
        '',
        'Changed accounts',
        '1000     Cash at bank                                                             100.00  107.00        7.00',
        '4000     Sales                                                                    100.00  107.00        7.00',
        '',
        'Posted since',
        `1000     Cash at bank  132     2025-12-31  ${posted}  =1+1                               7.00`,
        `4000     Sales         132     2025-12-31  ${posted}  =1+1                               7.00`,
        '',
        'Changes in other currencies are left out: EUR',
        '',
      ].join('\n'),
    );
    expect(await report('--to', '2025-12-31')).toMatchObject({ code: 2 });
  });
});
