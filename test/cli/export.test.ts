import fc from 'fast-check';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BookAccount } from '../../src/cli/books/book';
import { formatNames } from '../../src/cli/books/formats';
import { accountNames } from '../../src/cli/books/journal/account-names';
import { forEachEngine } from '../support/engines';
import { hledger, hledgerBalances, hledgerIsThere } from '../support/hledger';
import { startServer, type TestClient, type TestServer } from '../support/server';
import { booksOf } from './books-of';
import { hostileBooks } from './hostile-books';
import { randomBooks, type RandomBooks } from './random-books';
import { openLedger, withBooks, withFile } from './support';

const household = join(__dirname, '..', 'fixtures', 'household', 'ledger.json');

forEachEngine((engine) => {
  describe('exporting through the API', () => {
    let server: TestServer;
    let admin: TestClient;

    beforeAll(async () => {
      server = await startServer(engine);
      admin = await server.client('ADMIN');
    });
    afterAll(() => server.close());

    const command = (args: readonly string[], { clientId, clientSecret }: TestClient = admin) =>
      openLedger([...args, '--url', server.url], { OPEN_LEDGER_CLIENT_ID: clientId, OPEN_LEDGER_CLIENT_SECRET: clientSecret });

    /** Imports into the company of the name, which must succeed, and answers the UUID of the company. */
    async function imported(file: string, name: string, ...args: string[]): Promise<string> {
      const { code, out, err } = await command(['import', file, '--company-name', name, ...args]);
      expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/^(accounts|transactions): |^$/) as string });
      return /\(([0-9a-f-]{36})\)/.exec(out)![1]!;
    }

    /** The books of a company as they are after an export and an import into a new one. */
    async function passedOn(name: string, format: string) {
      const { code, out } = await command(['export', '--company-name', name, '--format', format]);
      expect(code).toBe(0);
      const target = `${name} by ${format}`;
      const companyId = await withFile('books', out, (path) => imported(path, target, '--format', format, '--base-currency', 'USD'));
      return booksOf(server, companyId, admin.token);
    }

    describe.each([
      ["a household's books", () => imported(household, 'Household')],
      [
        'books full of what formats trip over',
        () => withBooks(hostileBooks, (path) => imported(path, 'Hostile', '--base-currency', 'USD')),
      ],
    ])('%s', (_name, make) => {
      let companyId: string;
      beforeAll(async () => {
        companyId = await make();
      });

      test.each(formatNames)('are equal after an export as %s and an import', async (format) => {
        const before = await booksOf(server, companyId, admin.token);
        const company = (await server.graphql('query ($id: ID!) { company(id: $id) { legalName } }', { id: companyId }, admin.token)).data;
        expect(before.transactions.length).toBeGreaterThan(20);
        expect(await passedOn(company.company.legalName as string, format)).toEqual(before);
      });
    });

    test.each(formatNames)('what is exported as %s and imported is exported as the same text', async (format) => {
      const [first, second] = [`Hostile`, `Hostile by ${format}`].map((name) => ['export', '--company-name', name, '--format', format]);
      const withoutName = (text: string) => text.replace(/^; The books of .*/, '');
      expect(withoutName((await command(second!)).out)).toBe(withoutName((await command(first!)).out));
    });

    (hledgerIsThere ? test : test.skip).each(['Household', 'Hostile'])(
      'hledger finds nothing wrong with the journal of %s, and has its trial balance to the smallest unit',
      async (name) => {
        const { out: journal, err } = await command(['export', '--company-name', name, '--format', 'hledger']);
        const companyId = /\(([0-9a-f-]{36})\)/.exec(err)![1]!;
        hledger(journal, 'check', '--strict');
        const { accounts, trialBalances } = await booksOf(server, companyId, admin.token);
        type Account = { code: string; parent: { code: string } | null };
        const names = accountNames((accounts as Account[]).map((account) => ({ ...account, parent: account.parent?.code }) as BookAccount));
        const balances = Object.entries(trialBalances).flatMap(([currency, rows]) =>
          rows.map(({ account, debit, credit }) => {
            const signed = /[1-9]/.test(debit.amount) ? debit.amount : `-${credit.amount}`;
            return [`${names.get(account.code)} ${currency}`, signed] as const;
          }),
        );
        expect(balances.length).toBeGreaterThan(20);
        expect(hledgerBalances(journal)).toEqual(new Map(balances));
      },
      60_000,
    );

    test('whatever books are brought in, an export in any format makes equal ones', async () => {
      let count = 0;
      const roundTrip = async (books: RandomBooks) => {
        const name = `Random ${(count += 1)}`;
        const companyId = await withBooks(books, (path) => imported(path, name, '--base-currency', 'USD'));
        const before = await booksOf(server, companyId, admin.token);
        expect(before.transactions).toHaveLength(books.transactions.length);
        for (const format of formatNames) expect(await passedOn(name, format)).toEqual(before);
      };
      await fc.assert(fc.asyncProperty(randomBooks, roundTrip), { numRuns: 5 });
    }, 120_000);

    test('imported again in another format, nothing is posted twice', async () => {
      for (const format of formatNames) {
        const { out: books } = await command(['export', '--company-name', 'Hostile', '--format', format]);
        const { code, out } = await withFile('books', books, (path) =>
          command(['import', path, '--company-name', 'Hostile', '--format', format]),
        );
        expect({ code, out }).toEqual({
          code: 0,
          out: expect.stringMatching(/Accounts {6}0 made.*\n.*Transactions {2}0 posted/s) as string,
        });
      }
    });

    test('a file gets its format from its name, is whole or not there, and takes the place of an earlier one', async () => {
      await withFile('books.csv', 'an earlier export', async (path) => {
        const failed = await command(['export', '--company-name', 'Nobody', '--output', path]);
        expect(failed).toMatchObject({ code: 1, err: expect.stringContaining('There is no company called Nobody') as string });
        expect(await readFile(path, 'utf8')).toBe('an earlier export');
        const { code, out, err } = await command(['export', '--company-name', 'Household', '--output', path]);
        expect({ code, out }).toEqual({ code: 0, out: '' });
        expect(err).toMatch(/^transactions: 759 of 759\nExported 77 accounts and 759 transactions of Household \(/m);
        expect(await readFile(path, 'utf8')).toMatch(/^transaction,date,description,payee,/);
        expect(await readdir(dirname(path))).toEqual(['books.csv']);
      });
    });

    test('drafts are left out, and an AUDITOR may export', async () => {
      const companyId = await withBooks(
        { accounts: ['A', 'B'].map((code) => ({ code, name: code, type: 'ASSET' })), transactions: [] },
        (path) => imported(path, 'Drafts', '--base-currency', 'EUR'),
      );
      const draft = `mutation ($input: CreateTransactionInput!) { createTransaction(input: $input) { transaction { number } } }`;
      const entries = ['DEBIT', 'CREDIT'].map((direction, index) => ({ accountCode: 'AB'[index], direction, amount: '5.00' }));
      const input = { companyId, date: '2026-01-31', description: 'Perhaps', status: 'PENDING', entries };
      expect((await server.graphql(draft, { input }, admin.token)).errors).toBeUndefined();
      const { code, out } = await command(['export', '--company-id', companyId], await server.client('AUDITOR', companyId));
      expect(code).toBe(0);
      expect(JSON.parse(out)).toEqual({
        baseCurrency: 'EUR',
        accounts: ['A', 'B'].map((each) => ({ code: each, name: each, type: 'ASSET' })),
        transactions: [],
      });
    });

    test('whoever may not read the books is told of the right to', async () => {
      const { data } = await server.graphql('{ companies(filter: { search: "Drafts" }) { nodes { id } } }', {}, admin.token);
      const stranger = await server.client('DEVELOPER');
      const { code, out, err } = await command(['export', '--company-id', data.companies.nodes[0].id as string], stranger);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(/needs the permission .*AUDITOR or BOOKKEEPER/s);
    });

    test('pages that are more than the server takes at once are asked for in smaller ones', async () => {
      const small = await startServer(engine, { settings: { MAX_COST: '1500' } });
      try {
        const { clientId, clientSecret } = await small.client('ADMIN');
        const environment = { OPEN_LEDGER_CLIENT_ID: clientId, OPEN_LEDGER_CLIENT_SECRET: clientSecret };
        const args = ['--url', small.url, '--company-name', 'Hostile', '--base-currency', 'USD'];
        const brought = await withBooks(hostileBooks, (path) => openLedger(['import', path, ...args], environment));
        expect(brought).toMatchObject({ code: 0 });
        const { code, out } = await openLedger(['export', ...args.slice(0, 4)], environment);
        expect(code).toBe(0);
        expect((JSON.parse(out) as { transactions: object[] }).transactions).toHaveLength(hostileBooks.transactions.length);
      } finally {
        await small.close();
      }
    });
  });
});
