import { createHash } from 'node:crypto';
import type { Principal } from '../../src/auth';
import type { CompanyRow } from '../../src/companies';
import type { WriteTransaction } from '../../src/database';
import { EntryDirection, JournalBooks } from '../../src/ledger';
import type { JournalCommand } from '../../src/ledger/journal/commands';
import { JournalBatcher } from '../../src/ledger/journal/journal-batcher';
import { prepareUpdate } from '../../src/ledger/transactions/prepare-update';
import { Violations } from '../../src/shared/violations';
import { balancesAt, openTestBooks, type TestBooks } from '../support/books';
import { forEachEngine } from '../support/engines';

const clock = { now: () => Date.now() };

forEachEngine((engine) => {
  let books: TestBooks;
  let admin: Principal;

  beforeAll(async () => {
    books = await openTestBooks(engine);
    admin = books.admin;
  });
  afterAll(() => books.close());

  const open = (legalName: string) => books.companies.create(admin, { legalName });
  const drafts = async (company: CompanyRow, count: number) => {
    const entries = [
      { accountCode: '1000', direction: EntryDirection.DEBIT, amount: '5.00' },
      { accountCode: '4000', direction: EntryDirection.CREDIT, amount: '5.00' },
    ];
    const one = { date: 20260131, description: 'Draft', status: 'PENDING' as never, entries };
    const input = { companyId: company.id, transactions: Array.from({ length: count }, () => one) };
    const results = await books.ledger.transactions.createMany(admin, input);
    return results.map(({ transaction }) => transaction!.key);
  };
  const none = { idempotencyKey: null, requestHash: '' };
  const by = { developerKey: null, credentialKey: null, subject: 'test', requestId: 'test', address: null };
  const post = (company: CompanyRow, transactionKey: number, date: number | null = null): JournalCommand => ({
    kind: 'post', company, by, transactionKey, date, violations: new Violations(), ...none,
  }); // prettier-ignore
  const giveUp = (company: CompanyRow, transactionKey: number): JournalCommand => ({
    kind: 'void', company, by, transactionKey, reason: 'x', violations: new Violations(), ...none,
  }); // prettier-ignore
  const reverse = (company: CompanyRow, transactionKey: number): JournalCommand => ({
    kind: 'reverse', company, by, transactionKey, date: null, description: null, violations: new Violations(), ...none,
  }); // prettier-ignore
  const update = (company: CompanyRow, transactionKey: number, change: object): JournalCommand => ({
    kind: 'update', company, by, transactionKey, update: prepareUpdate({ id: '', ...change }, 'USD'),
  }); // prettier-ignore

  /** Decides and writes commands in one commit: what came of each, and how many statements it took. */
  const commit = (commands: readonly JournalCommand[]) =>
    books.database.writer.run(async (transaction) => {
      let statements = 0;
      const counted: WriteTransaction = {
        ...transaction,
        rows: (...given) => ((statements += 1), transaction.rows(...given)),
        rowsOfEach: (queries) => ((statements += queries.length), transaction.rowsOfEach(queries)),
        later: (...given) => ((statements += 1), transaction.later(...given)),
        run: (...given) => ((statements += 1), transaction.run(...given)),
      };
      const outcomes = await new JournalBatcher(new JournalBooks(clock), clock).write(counted, commands);
      return { statements, outcomes: outcomes.map((outcome) => (outcome.ok ? 'done' : (outcome.error as { code?: string }).code)) };
    });
  const stored = (key: number) =>
    books.database.reader.rows(['status', 'date', 'description', 'number', 'void_reason'], 'from transactions where key = ?1', [key]);

  it('takes as many statements for five hundred changes as for eight', async () => {
    const company = await open('Many');
    const keys = await drafts(company, 254);
    const mixed = (of: readonly number[]) =>
      of.flatMap((key, index) =>
        index % 2 === 0
          ? [post(company, key, 20260201), reverse(company, key)]
          : [update(company, key, { description: 'x', date: 20260301 }), giveUp(company, key)],
      );
    const few = await commit(mixed(keys.slice(0, 4)));
    const many = await commit(mixed(keys.slice(4)));
    expect(new Set([...few.outcomes, ...many.outcomes])).toEqual(new Set(['done']));
    expect(many.statements).toBe(few.statements);
  });

  it('decides each command on what the ones before it in the same commit have left', async () => {
    const company = await open('In order');
    const [a, b, c] = (await drafts(company, 3)) as [number, number, number];
    const { outcomes } = await commit([
      update(company, a, { description: 'Edited', date: 20260202 }),
      post(company, a),
      post(company, a),
      update(company, a, { description: 'Said anew' }),
      update(company, a, { date: 20260303 }),
      giveUp(company, a),
      giveUp(company, b),
      post(company, b),
      update(company, b, { description: 'x' }),
      post(company, c, 20260404),
      reverse(company, b),
      reverse(company, a),
      reverse(company, a),
      update(company, a, { counterparty: 'Bob' }),
    ]);
    expect(outcomes).toEqual(['done', 'done', 'ALREADY_POSTED', 'done', 'ALREADY_POSTED', 'ALREADY_POSTED', 'done', 'ALREADY_VOIDED', 'ALREADY_VOIDED', 'done', 'ALREADY_VOIDED', 'done', 'ALREADY_REVERSED', 'done']); // prettier-ignore
    expect(await stored(a)).toEqual([['POSTED', 20260202, 'Said anew', 1, null]]);
    expect(await stored(b)).toEqual([['VOIDED', 20260131, 'Draft', null, 'x']]);
    expect(await stored(c)).toEqual([['POSTED', 20260404, 'Draft', 2, null]]);
    const balances = await balancesAt(books, company.key);
    expect(balances.map(({ net }) => net)).toEqual([500n, -500n]);
  });

  it('lets a closing count for what comes after it in the same commit, and for nothing before', async () => {
    const company = await open('Closed in between');
    const [a, b, c, d] = (await drafts(company, 4)) as [number, number, number, number];
    const { outcomes } = await commit([
      post(company, a),
      { kind: 'close', company, through: 20260131, by },
      post(company, b),
      post(company, b, 20260201),
      { kind: 'reopen', company, through: 20260130, reason: 'x', by, violations: new Violations() },
      post(company, c),
      post(company, d, 20260130),
    ]);
    expect(outcomes).toEqual(['done', 'done', 'BOOKS_CLOSED', 'done', 'done', 'done', 'BOOKS_CLOSED']);
    const { reader } = books.database;
    const rows = await reader.rows(['through', 'last_number'], 'from book_closings where company_key = ?1 order by key', [company.key]);
    expect(rows).toEqual([
      [20260131, 1],
      [20260130, 2],
    ]);
    const head = await reader.rows(['books_closed_through', 'last_number'], 'from journals where company_key = ?1', [company.key]);
    expect(head).toEqual([[20260130, 3]]);
  });

  it('chains the hash of a reversal with the id of what it reverses', async () => {
    const company = await open('Chained');
    const [key] = (await drafts(company, 1)) as [number];
    await commit([post(company, key), reverse(company, key)]);
    const { reader } = books.database;
    const rows = await reader.rows(
      ['t.number', 't.id', 't.date', 't.posted_at', 'r.id', 't.hash', 't.key'],
      'from transactions t left join transactions r on r.key = t.reverses_key where t.company_key = ?1 order by t.number',
      [company.key],
    );
    let before = '0'.repeat(64);
    for (const [number, id, date, postedAt, reverses, hash, transactionKey] of rows) {
      const lines = await reader.rows(['a.id', 'e.amount', 'e.currency', 'e.memo'], 'from entries e join accounts a on a.key = e.account_key where e.transaction_key = ?1 order by e.line', [transactionKey]); // prettier-ignore
      const content = JSON.stringify([before, company.id, number, id, date, postedAt, reverses, lines]);
      expect(hash).toBe(createHash('sha256').update(content).digest('hex'));
      before = hash as string;
    }
    expect(rows.map((row) => row[4])).toEqual([null, rows[0]![1]]);
  });
});
