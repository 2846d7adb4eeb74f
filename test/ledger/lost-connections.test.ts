import { Client } from 'pg';
import { EntryDirection } from '../../src/ledger';
import { openTestBooks, type TestBooks } from '../support/books';
import { postgresEngine } from '../support/postgres-engine';

const COMMANDS = 1_000;
/** Milliseconds between two cuts: so often that hardly anything is written, and so seldom that most is, on a busy machine too. */
const INTERVALS = [5, 60, 1_000];

describe('on postgres', () => {
  let books: TestBooks;
  beforeAll(async () => {
    books = await openTestBooks(postgresEngine, { batchLimit: 40 });
  });
  afterAll(() => books.close());

  it('keeps each acknowledged command once, and no other twice, while the writer loses its connections', async () => {
    const company = await books.companies.create(books.admin, { legalName: 'Acme' });
    const killer = new Client({ connectionString: books.url });
    await killer.connect();
    const cut = () =>
      killer.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'open-ledger writer'",
      );
    const post = (index: number) =>
      books.ledger.transactions.create(books.admin, {
        companyId: company.id,
        date: 20260131,
        description: String(index),
        entries: [
          { accountCode: '1000', direction: EntryDirection.DEBIT, amount: '1.00' },
          { accountCode: '4000', direction: EntryDirection.CREDIT, amount: '1.00' },
        ],
      });
    const settled: PromiseSettledResult<unknown>[] = [];
    for (const interval of INTERVALS) {
      let cuts: Promise<unknown> = Promise.resolve();
      const timer = setInterval(() => {
        cuts = cut();
      }, interval);
      const first = settled.length;
      settled.push(...(await Promise.allSettled(Array.from({ length: COMMANDS }, (_, index) => post(first + index)))));
      clearInterval(timer);
      await cuts;
    }
    await killer.end();
    const stored = (await books.database.reader.rows(['description', 'number'], 'from transactions order by number')) as [string, number][];
    const times = new Map<number, number>();
    for (const [description] of stored) times.set(Number(description), (times.get(Number(description)) ?? 0) + 1);
    expect([...times.values()].filter((count) => count > 1)).toEqual([]);
    const lost = settled.flatMap(({ status }, index) => (status === 'fulfilled' && !times.has(index) ? [index] : []));
    expect(lost).toEqual([]);
    expect(stored.map(([, number]) => number)).toEqual(stored.map((_, index) => index + 1));
    expect(settled.some(({ status }) => status === 'fulfilled')).toBe(true);
    const messages = new Set(settled.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason.message)] : [])));
    for (const message of messages) expect(message).toMatch(/idempotency key|cannot be reached/);
  }, 60_000);
});
