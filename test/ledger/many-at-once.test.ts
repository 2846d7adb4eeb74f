import { EntryDirection } from '../../src/ledger';
import { balancesAt, openTestBooks, type TestBooks } from '../support/books';
import { forEachEngine } from '../support/engines';

const COMMANDS = 10_000;

forEachEngine((engine) => {
  let books: TestBooks;

  beforeAll(async () => {
    books = await openTestBooks(engine);
  });
  afterAll(() => books.close());

  it('leaves exactly what was acknowledged after ten thousand commands at once, a tenth of them refused', async () => {
    const companies = await Promise.all(['One', 'Two', 'Three'].map((legalName) => books.companies.create(books.admin, { legalName })));
    const settled = await Promise.allSettled(
      Array.from({ length: COMMANDS }, (_, index) => {
        const refused = index % 10 === 0;
        const amount = `${1 + (index % 97)}.${String(index % 100).padStart(2, '0')}`;
        return books.ledger.transactions.create(books.admin, {
          companyId: companies[index % companies.length]!.id,
          date: 20260101 + (index % 28),
          description: `Command ${index}`,
          entries: [
            { accountCode: '1000', direction: EntryDirection.DEBIT, amount },
            { accountCode: refused ? 'none' : '4000', direction: EntryDirection.CREDIT, amount },
          ],
        });
      }),
    );
    const acknowledged = settled.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.transaction] : []));
    expect(acknowledged).toHaveLength(COMMANDS * 0.9);

    const { reader } = books.database;
    const stored = await reader.rows(['id', 'company_key', 'number', 'hash'], 'from transactions order by company_key, number');
    const inOrder = [...acknowledged].sort((a, b) => a.companyKey - b.companyKey || a.number! - b.number!);
    expect(stored).toEqual(inOrder.map(({ id, companyKey, number, hash }) => [id, companyKey, number, hash]));
    for (const { key } of companies) {
      const numbers = stored.filter((row) => row[1] === key).map((row) => row[2]);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    }

    const [[entries]] = (await reader.rows(['count(*)'], 'from entries')) as [[number]];
    expect(entries).toBe(acknowledged.length * 2);
    const summed = await reader.rows(
      ['account_key', 'sum(amount)'],
      'from entries group by account_key having sum(amount) <> 0 order by account_key',
    );
    const kept = (await Promise.all(companies.map(({ key }) => balancesAt(books, key)))).flat();
    const byAccount = [...kept].sort((a, b) => a.accountKey - b.accountKey);
    expect(byAccount.map(({ accountKey, net }) => [accountKey, Number(net)])).toEqual(summed);
  });

  it('answers OVERLOADED past the bound of the queue, and writes what it took', async () => {
    const small = await openTestBooks(engine, { queueLimit: 20, batchLimit: 5 });
    try {
      const company = await small.companies.create(small.admin, { legalName: 'Small' });
      const settled = await Promise.allSettled(
        Array.from({ length: 100 }, () =>
          small.ledger.transactions.create(small.admin, {
            companyId: company.id,
            date: 20260101,
            description: 'x',
            entries: [
              { accountCode: '1000', direction: EntryDirection.DEBIT, amount: '1.00' },
              { accountCode: '4000', direction: EntryDirection.CREDIT, amount: '1.00' },
            ],
          }),
        ),
      );
      const refused = settled.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason as { code: string; retryAfterSeconds: number }] : [],
      );
      expect(refused.length).toBeGreaterThan(50);
      expect(refused.every(({ code, retryAfterSeconds }) => code === 'OVERLOADED' && retryAfterSeconds > 0)).toBe(true);
      const rows = await small.database.reader.rows(['count(*)'], 'from transactions');
      expect(rows).toEqual([[100 - refused.length]]);
    } finally {
      await small.close();
    }
  });
});
