import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';
import { openLedger, withBooks } from './support';

const household = join(__dirname, '..', 'fixtures', 'household');
const file = join(household, 'ledger.json');
const days = ['2024-06-30', '2024-12-31', '2025-12-31'];

const TRIAL_BALANCE = `query ($companyId: ID!, $asOf: Date!) {
  trialBalance(companyId: $companyId, asOf: $asOf) {
    rows { account { code } debit { amount currency } credit { amount currency } }
    totalDebit { amount }
    totalCredit { amount }
  }
}`;

const COMPANIES = `query ($search: String!) {
  companies(filter: { search: $search }, first: 100) {
    nodes { id legalName externalId baseCurrency transactions { totalCount } accounts { totalCount } }
  }
}`;

/** Cents of an amount such as "-12.50"; exact, with no float between. */
function cents(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}

/** What hledger says: cents by account, a debit above zero. */
async function expectedBalances(day: string): Promise<Map<string, bigint>> {
  const [, ...lines] = (await readFile(join(household, `balances-${day}.csv`), 'utf8')).trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [, account, amount] = /^"(.+)","(-?\d+\.\d\d) USD"$/.exec(line)!;
      return [account!, cents(amount!)] as const;
    }),
  );
}

forEachEngine((engine) => {
  describe('importing through the API', () => {
    let server: TestServer;
    let admin: TestClient;

    beforeAll(async () => {
      server = await startServer(engine);
      admin = await server.client('ADMIN');
    });
    afterAll(() => server.close());

    const importing = (
      path: string,
      args: readonly string[],
      { clientId, clientSecret }: { clientId: string; clientSecret: string } = admin,
    ) =>
      openLedger(['import', path, '--url', server.url, ...args], {
        OPEN_LEDGER_CLIENT_ID: clientId,
        OPEN_LEDGER_CLIENT_SECRET: clientSecret,
      });

    async function companies(search: string) {
      return (await server.graphql(COMPANIES, { search }, admin.token)).data.companies.nodes;
    }

    async function balances(companyId: string, asOf: string): Promise<Map<string, bigint>> {
      const { data } = await server.graphql(TRIAL_BALANCE, { companyId, asOf }, admin.token);
      const { rows, totalDebit, totalCredit } = data.trialBalance;
      expect(totalDebit.amount).toBe(totalCredit.amount);
      type Row = { account: { code: string }; debit: { amount: string; currency: string }; credit: { amount: string; currency: string } };
      return new Map(
        (rows as Row[])
          .map(({ account, debit, credit }) => [account.code, cents(debit.amount) - cents(credit.amount)] as const)
          .filter(([, balance]) => balance !== 0n),
      );
    }

    test('sends fewer transactions at once where they have many entries', async () => {
      const entries = Array.from({ length: 400 }, (_, index) => ({
        account: index % 2 ? 'A' : 'B',
        amount: index % 2 ? '1.00' : '-1.00',
        currency: 'USD',
      }));
      const book = {
        accounts: ['A', 'B'].map((code) => ({ code, name: code, type: 'ASSET' })),
        transactions: Array.from({ length: 60 }, (_, index) => ({ date: '2026-01-31', description: `Payroll ${index}`, entries })),
      };
      const { code, out } = await withBooks(book, (path) => importing(path, ['--company-name', 'Wide']));
      expect(out).toContain('60 posted, 0 were posted before');
      expect(code).toBe(0);
    });

    describe("a household's books", () => {
      const args = ['--company-name', 'The household', '--company-external-id', 'household'];
      let companyId: string;

      test('are brought in whole: accounts, transactions and a summary', async () => {
        const { code, out, err } = await importing(file, args);
        expect(err).toContain('transactions: 759 of 759');
        expect(code).toBe(0);
        const [company] = await companies('household');
        companyId = company.id;
        expect(company).toMatchObject({ legalName: 'The household', externalId: 'household', baseCurrency: 'USD' });
        expect(company.transactions.totalCount).toBe(759);
        expect(company.accounts.totalCount).toBe(77);
        expect(out.split('\n')).toEqual([
          `Company       The household (${companyId}), made now`,
          'Accounts      77 made, 0 were there',
          'Transactions  759 posted, 0 were posted before',
        ]);
      });

      test.each(days)('have the balances that hledger gives them at %s, to the cent', async (day) => {
        expect(await balances(companyId, day)).toEqual(await expectedBalances(day));
      });

      test('keep their tree of accounts', async () => {
        const query =
          'query ($companyId: ID!) { accounts(companyId: $companyId, first: 100) { nodes { code name type subtype parent { code } } } }';
        const { data } = await server.graphql(query, { companyId }, admin.token);
        const { accounts } = JSON.parse(await readFile(file, 'utf8')) as {
          accounts: { code: string; name: string; type: string; parent: string | null }[];
        };
        const wanted = accounts.map(({ parent, ...account }) => ({
          ...account,
          subtype: null,
          parent: parent === null ? null : { code: parent },
        }));
        const byCode = (a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : 1);
        expect([...data.accounts.nodes].sort(byCode)).toEqual(wanted.sort(byCode));
      });

      test('are posted once, however often and in whatever batches they are imported', async () => {
        const again = await importing(file, [...args, '--batch-size', '1000']);
        expect(again.code).toBe(0);
        expect(again.out).toContain('was there\nAccounts      0 made, 77 were there\nTransactions  0 posted, 759 were posted before');
        const byId = await importing(file, ['--company-id', companyId, '--batch-size', '7']);
        expect(byId.out).toContain('Transactions  0 posted, 759 were posted before');
        const [company, ...others] = await companies('household');
        expect(others).toEqual([]);
        expect(company.transactions.totalCount).toBe(759);
        expect(await balances(companyId, days[2]!)).toEqual(await expectedBalances(days[2]!));
      });
    });

    describe('a file of the own making', () => {
      const accounts = [
        { code: '9', name: 'Float', type: 'ASSET', parent: '1' },
        { code: '1', name: 'Assets', type: 'ASSET' },
        { code: '4', name: 'Sales', type: 'REVENUE' },
      ];
      const sale = (amount: string, more: object = {}) => ({
        date: '2026-03-01',
        description: 'Sale',
        entries: [
          { account: '9', amount, currency: 'EUR' },
          { account: '4', amount: `-${amount}`, currency: 'EUR' },
        ],
        ...more,
      });

      test('posts each of its equal transactions, and of a longer file later only what is new', async () => {
        const first = await withBooks({ accounts, transactions: [sale('5.00'), sale('5.00')] }, (path) =>
          importing(path, ['--company-name', 'Twins']),
        );
        expect(first.out).toContain('Transactions  2 posted, 0 were posted before');
        const longer = await withBooks({ accounts, transactions: [sale('5.00'), sale('5.00'), sale('6.00'), sale('5.0')] }, (path) =>
          importing(path, ['--company-name', 'Twins']),
        );
        expect(longer.out).toContain('Transactions  2 posted, 2 were posted before');
        const [company] = await companies('Twins');
        expect(company).toMatchObject({ baseCurrency: 'EUR', transactions: { totalCount: 4 } });
        expect(await balances(company.id, '2026-12-31')).toEqual(new Map([['9', 2100n], ['4', -2100n]])); // prettier-ignore
      });

      test('names in the file what the server refused, keeps what stood in batches before, and carries on once it is mended', async () => {
        const args = ['--company-name', 'Halfway', '--batch-size', '2'];
        const good = [sale('1.00'), sale('2.00'), sale('3.00'), sale('4.00', { externalId: 'A-1' })];
        await withBooks({ accounts, transactions: good.slice(3) }, (path) => importing(path, args));
        const other = sale('4.50', { externalId: 'A-1', description: 'Other sale' });
        const refused = await withBooks({ accounts, transactions: [...good.slice(0, 3), other] }, (path) => importing(path, args));
        expect(refused).toMatchObject({ code: 1, out: '' });
        expect(refused.err).toMatch(/refused transactions\[2\] to transactions\[3\], and posted none of these/);
        expect(refused.err).toContain(
          'transactions[3].externalId (A-1 2026-03-01 "Other sale"): The company has a transaction with this external id.',
        );
        expect((await companies('Halfway'))[0].transactions.totalCount).toBe(3);
        const mended = await withBooks({ accounts, transactions: good }, (path) => importing(path, args));
        expect(mended.out).toContain('Transactions  1 posted, 3 were posted before');
      });

      test('asks for the base currency of a new company where it holds several', async () => {
        const books = {
          accounts,
          transactions: [sale('5.00'), JSON.parse(JSON.stringify(sale('5.00')).replaceAll('EUR', 'CHF')) as object],
        };
        const asked = await withBooks(books, (path) => importing(path, ['--company-name', 'Border']));
        expect(asked.code).toBe(2);
        expect(asked.err).toContain('holds EUR, CHF');
        expect(await companies('Border')).toEqual([]);
        const told = await withBooks(books, (path) => importing(path, ['--company-name', 'Border', '--base-currency', 'CHF']));
        expect(told.code).toBe(0);
        expect((await companies('Border'))[0].baseCurrency).toBe('CHF');
      });

      test('that gives an account of the company another type changes nothing', async () => {
        await withBooks({ accounts, transactions: [sale('5.00')] }, (path) => importing(path, ['--company-name', 'Typed']));
        const changed = [
          ...accounts.slice(0, 2),
          { code: '4', name: 'Sales', type: 'LIABILITY' },
          { code: '2', name: 'New', type: 'ASSET' },
        ];
        const { code, err } = await withBooks({ accounts: changed, transactions: [sale('7.00')] }, (path) =>
          importing(path, ['--company-name', 'Typed']),
        );
        expect(code).toBe(1);
        expect(err).toContain('accounts[2]: 4 is of type REVENUE in the company, of type LIABILITY in the file.');
        expect((await companies('Typed'))[0]).toMatchObject({ transactions: { totalCount: 1 }, accounts: { totalCount: 3 } });
      });

      test('goes into the company that an INTEGRATOR opens with it, in one run and again', async () => {
        const integrator = await server.client('INTEGRATOR');
        const books = { accounts, transactions: [sale('5.00')] };
        const opened = await withBooks(books, (path) => importing(path, ['--company-name', 'Integrated'], integrator));
        expect(opened).toMatchObject({ code: 0, out: expect.stringContaining('1 posted') as string });
        const again = await withBooks(books, (path) => importing(path, ['--company-name', 'Integrated'], integrator));
        expect(again).toMatchObject({ code: 0, out: expect.stringContaining('1 were posted before') as string });
      });

      test('is refused where the caller may not post, or cannot see the company, with the way to the right', async () => {
        const books = { accounts, transactions: [sale('5.00')] };
        await withBooks(books, (path) => importing(path, ['--company-name', 'Guarded']));
        const [company] = await companies('Guarded');
        const auditor = await server.client('AUDITOR');
        const forbidden = await withBooks({ accounts, transactions: [sale('6.00')] }, (path) =>
          importing(path, ['--company-id', company.id], auditor),
        );
        expect(forbidden.code).toBe(1);
        expect(forbidden.err).toMatch(/needs the permission .*transactions:post.*INTEGRATOR or ADMIN/s);
        await withBooks(books, (path) => importing(path, ['--company-name', 'Elsewhere']));
        const neighbour = await server.client('BOOKKEEPER', (await companies('Elsewhere'))[0].id as string);
        const unseen = await withBooks(books, (path) => importing(path, ['--company-id', company.id], neighbour));
        expect(unseen.code).toBe(1);
        expect(unseen.err).toContain(`There is no company ${company.id}, or the credential cannot see it.`);
      });

      test('asks which company is meant where two have the name', async () => {
        const create = 'mutation ($input: CreateCompanyInput!) { createCompany(input: $input) { company { id } } }';
        for (let count = 0; count < 2; count += 1) await server.graphql(create, { input: { legalName: 'Double' } }, admin.token);
        const { code, err } = await withBooks({ accounts, transactions: [sale('5.00')] }, (path) =>
          importing(path, ['--company-name', 'Double']),
        );
        expect(code).toBe(1);
        expect(err).toContain('There are 2 companies called Double.');
        for (const { id } of await companies('Double')) expect(err).toContain(id);
      });
    });

    test('a wrong secret is refused with the way to a new one, and never shown', async () => {
      const wrong = { clientId: admin.clientId, clientSecret: `${admin.clientSecret.slice(1)}x` };
      const { code, out, err } = await importing(file, ['--company-name', 'Nobody'], wrong);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(/refused the client id or its secret/);
      expect(err).toMatch(/createCredential.*\n.*create-admin/);
      expect(err).not.toContain(wrong.clientSecret);
      expect(await companies('Nobody')).toEqual([]);
    });
  });
});
