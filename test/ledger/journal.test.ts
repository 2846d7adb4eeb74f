import { createHash } from 'node:crypto';
import { JournalBooks, EntryDirection } from '../../src/ledger';
import type { CreateCommand } from '../../src/ledger/journal/commands';
import { JournalBatcher } from '../../src/ledger/journal/journal-batcher';
import { prepareTransaction } from '../../src/ledger/transactions/prepare-transaction';
import type { CompanyRow } from '../../src/companies';
import type { WriteTransaction } from '../../src/database';
import { openTestBooks, type TestBooks } from '../support/books';
import { forEachEngine } from '../support/engines';

const clock = { now: () => Date.now() };

const input = (text: string, status?: string) => ({
  date: 20260131,
  description: text,
  idempotencyKey: text,
  externalId: text,
  status: status as never,
  entries: [
    { accountCode: '1000', direction: EntryDirection.DEBIT, amount: '1.00', memo: text },
    { accountCode: '4000', direction: EntryDirection.CREDIT, amount: '1.00' },
  ],
});

forEachEngine((engine) => {
  let books: TestBooks;

  beforeAll(async () => {
    books = await openTestBooks(engine);
  });
  afterAll(() => books.close());

  const open = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, index) => books.companies.create(books.admin, { legalName: `Company ${index}` })));

  it('chains hashes that anybody can make again from what is stored', async () => {
    const [company] = await open(1);
    for (const text of ['one', 'two', 'three'])
      await books.ledger.transactions.create(books.admin, { companyId: company!.id, ...input(text) });
    const { reader } = books.database;
    const rows = await reader.rows(['key', 'number', 'id', 'date', 'posted_at', 'hash'], 'from transactions where company_key = ?1 order by number', [company!.key]); // prettier-ignore
    let before = '0'.repeat(64);
    for (const [key, number, id, date, postedAt, hash] of rows) {
      const lines = await reader.rows(['a.id', 'e.amount', 'e.currency', 'e.memo'], 'from entries e join accounts a on a.key = e.account_key where e.transaction_key = ?1 order by e.line', [key]); // prettier-ignore
      const content = JSON.stringify([before, company!.id, number, id, date, postedAt, null, lines]);
      expect(hash).toBe(createHash('sha256').update(content).digest('hex'));
      before = hash as string;
    }
    const head = await reader.rows(['last_number', 'last_hash'], 'from journals where company_key = ?1', [company!.key]);
    expect(head).toEqual([[3, before]]);
  });

  it('does not move the head of a journal for a draft', async () => {
    const [company] = await open(1);
    const head = () =>
      books.database.reader.rows(['last_number', 'last_hash', 'last_posted_at'], 'from journals where company_key = ?1', [company!.key]);
    const before = await head();
    await books.ledger.transactions.create(books.admin, { companyId: company!.id, ...input('draft', 'PENDING') });
    expect(await head()).toEqual(before);
    expect(before[0]![2]).toBeNull();
  });

  it('takes as many statements for a commit of twenty companies as for one of a single company', async () => {
    const companies = await open(20);
    const batcher = new JournalBatcher(new JournalBooks(clock), clock);
    const statements = (of: readonly CompanyRow[], text: string) =>
      books.database.writer.run(async (transaction) => {
        let count = 0;
        const counted: WriteTransaction = {
          ...transaction,
          rows: (...given) => ((count += 1), transaction.rows(...given)),
          rowsOfEach: (queries) => ((count += queries.length), transaction.rowsOfEach(queries)),
          later: (...given) => ((count += 1), transaction.later(...given)),
          run: (...given) => ((count += 1), transaction.run(...given)),
        };
        const commands = of.map((company): CreateCommand => {
          const prepared = prepareTransaction(input(text), company.baseCurrency, ['input']);
          return {
            kind: 'create',
            action: 'createTransaction',
            company,
            by: books.admin.doer,
            transactions: [prepared],
            allOrNone: true,
            dryRun: false,
          };
        });
        const outcomes = await batcher.write(counted, commands);
        expect(outcomes.every((outcome) => outcome.ok)).toBe(true);
        return count;
      });
    // The charts are read once.
    await statements(companies, 'warm');
    expect(await statements(companies, 'many')).toBe(await statements(companies.slice(0, 1), 'single'));
  });

  it('keeps the keys and external ids of companies apart', async () => {
    const companies = await open(3);
    const post = (company: CompanyRow) => books.ledger.transactions.create(books.admin, { companyId: company.id, ...input('same') });
    const first = await Promise.all(companies.map(post));
    const again = await Promise.all(companies.map(post));
    expect(first.map((result) => result.replayed)).toEqual([false, false, false]);
    expect(again.map((result) => [result.replayed, result.transaction.id])).toEqual(first.map((result) => [true, result.transaction.id]));
  });
});
