import type { CompanyRow } from '../../src/companies';
import { createLedger, EntryDirection, JournalBooks, type Ledger } from '../../src/ledger';
import { Journal } from '../../src/ledger/journal/journal';
import type { TransactionLife } from '../../src/ledger/transactions/transaction-life';
import { TransactionReferences } from '../../src/ledger/transactions/transaction-references';
import { TransactionStatus } from '../../src/ledger/transactions/transaction.types';
import { updateTransaction } from '../../src/ledger/transactions/update-transaction';
import { RequestLoaders } from '../../src/shared/loaders';
import { openTestBooks, type TestBooks } from '../support/books';
import { forEachEngine } from '../support/engines';

forEachEngine((engine) => {
  let books: TestBooks;
  let company: CompanyRow;
  /** The ledger of another server process on the same database, and what changes transactions there. */
  let elsewhere: Ledger;
  let life: TransactionLife;

  beforeAll(async () => {
    books = await openTestBooks(engine);
    company = await books.companies.create(books.admin, { legalName: 'Kept & Sons' });
    const clock = { now: () => Date.now() };
    const { database, companies } = books;
    const journals = new JournalBooks(clock);
    elsewhere = createLedger({ database, companies, books: journals, clock });
    life = { references: new TransactionReferences(database.reader), journal: new Journal(database.writer, journals, clock) };
    await post('Sale');
    await post('Plan', 'PENDING');
  });
  afterAll(() => books.close());

  const post = (description: string, status = 'POSTED') => {
    const line = (accountCode: string, direction: EntryDirection) => ({ accountCode, direction, amount: '1.00' });
    const entries = [line('1000', EntryDirection.DEBIT), line('4000', EntryDirection.CREDIT)];
    const input = { companyId: company.id, date: 20260131, description, status: status as never, entries };
    return books.ledger.transactions.create(books.admin, input);
  };
  const page = async (loaders = new RequestLoaders()) => {
    const { transactions, accounts } = books.ledger;
    const { nodes } = await transactions.list(company.key, {}, { loaders, ahead: true });
    const entries = nodes[1]!.entries ?? (await loaders.now(transactions.entriesOf, nodes[1]!));
    const names: string[] = [];
    for (const { account, accountKey } of entries) names.push((account ?? (await loaders.now(accounts.byKey, accountKey))).name);
    return { nodes, names };
  };
  /** Nothing but posted transactions, so that the page as a whole is kept: of all that was read before, in the state of before. */
  const postedPage = async () => {
    const filter = { status: [TransactionStatus.POSTED] };
    const { nodes } = await books.ledger.transactions.list(company.key, { filter }, { ahead: true });
    return nodes;
  };
  const rename = async (ledger: Ledger, name: string) => {
    const { nodes } = await ledger.accounts.list(company.key, { codePrefix: '1000' }, {});
    await ledger.accounts.update(books.admin, { id: nodes[0]!.id, name });
  };

  it('a posted transaction is kept with its lines and their accounts, a draft is not', async () => {
    await page();
    const [one, other] = [await page(), await page()];
    expect(one.nodes.map(({ description, entries }) => [description, entries?.length])).toEqual([
      ['Plan', undefined],
      ['Sale', 2],
    ]);
    expect(other.nodes[1]).toBe(one.nodes[1]);
    expect(one.nodes[1]!.entries!.map(({ account }) => account!.code)).toEqual(['1000', '4000']);
  });

  it.each([
    ['here', () => books.ledger],
    ['in another process', () => elsewhere],
  ])('an account that is changed %s has its new name on the next page', async (where, ledger) => {
    await page();
    await rename(ledger(), `Bank ${where}`);
    expect((await page()).names[0]).toBe(`Bank ${where}`);
    expect((await page()).names[0]).toBe(`Bank ${where}`);
  });

  it('a transaction whose row has changed is shown as it is now', async () => {
    await page();
    await books.database.writer.run((transaction) =>
      transaction.run('update transactions set description = ?1 where description = ?2', ['Sale in Lyon', 'Sale']),
    );
    expect((await page()).nodes.map(({ description }) => description)).toEqual(['Plan', 'Sale in Lyon']);
  });

  it('the rows of a page are not read while nothing in its company changes', async () => {
    const read = jest.spyOn(books.database.reader, 'rowsUnlessKnown');
    const rows = async () => {
      await postedPage();
      return (await (read.mock.results.at(-1)!.value as Promise<{ rows: string | null }[]>))[0]!.rows;
    };
    await rows();
    await rows();
    expect(await rows()).toBeNull();
    await post('Draft', 'PENDING');
    expect(await rows()).not.toBeNull();
    expect(await rows()).toBeNull();
    await rename(elsewhere, 'Bank of another name');
    expect(await rows()).not.toBeNull();
    read.mockRestore();
  });

  it('a page that reads the same is not made again, and is made anew for every change to it', async () => {
    const accountName = (nodes: Awaited<ReturnType<typeof postedPage>>) => nodes.at(-1)!.entries![0]!.account!.name;
    await postedPage();
    const first = await postedPage();
    expect((await postedPage())[0]).toBe(first[0]);

    await rename(elsewhere, 'Current account');
    await postedPage();
    expect(accountName(await postedPage())).toBe('Current account');
    await updateTransaction(life, books.admin, { id: first.at(-1)!.id, counterparty: 'Nord SA' });
    expect((await postedPage()).at(-1)!.counterparty).toBe('Nord SA');
    await post('Another sale');
    expect((await postedPage()).map(({ description }) => description)[0]).toBe('Another sale');
    expect(accountName(await postedPage())).toBe('Current account');
  });
});
