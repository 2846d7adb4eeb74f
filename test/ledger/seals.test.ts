import type { CompanyRow } from '../../src/companies';
import { EntryDirection } from '../../src/ledger';
import type { TransactionRow } from '../../src/ledger/transactions/transaction-row';
import { openTestBooks, type TestBooks } from '../support/books';
import { forEachEngine } from '../support/engines';

/** Statements by what they do; `$key`, `$draft`, `$voided` and `$company` stand for internal keys. */
const refused: Readonly<Record<string, string>> = {
  'another number': 'update transactions set number = 99 where key = $key',
  'another date': 'update transactions set date = 20200101 where key = $key',
  'another id': "update transactions set id = '01890000-0000-7000-8000-000000000009' where key = $key",
  'another company': 'update transactions set company_key = 99 where key = $key',
  'another external id': "update transactions set external_id = 'other' where key = $key",
  'another transaction that it reverses': 'update transactions set reverses_key = 99 where key = $key',
  'another time of writing': 'update transactions set created_at = 0 where key = $key',
  'another posting time': 'update transactions set posted_at = 0 where key = $key',
  'another hash': "update transactions set hash = 'x' where key = $key",
  'the status PENDING': "update transactions set status = 'PENDING' where key = $key",
  'the status VOIDED': "update transactions set status = 'VOIDED' where key = $key",
  'a reason for voiding': "update transactions set void_reason = 'x' where key = $key",
  'a seal among what may be changed': "update transactions set description = 'x', hash = 'x' where key = $key",
  'its deletion': 'delete from transactions where key = $key',
  'an entry with another amount': 'update entries set amount = amount + 1 where transaction_key = $key',
  'an entry with another memo': "update entries set memo = 'x' where transaction_key = $key",
  'an entry fewer': 'delete from entries where transaction_key = $key and line = 0',
  'an entry more':
    "insert into entries (transaction_key, line, account_key, date, amount, currency) values ($key, 9, 1, 20260101, 5, 'USD')",
  'an entry that is moved to it': 'update entries set transaction_key = $key, line = line + 10 where transaction_key = $draft',
  'an entry that is moved away': 'update entries set transaction_key = $draft, line = line + 10 where transaction_key = $key',
  'a voided draft that is posted': "update transactions set status = 'POSTED' where key = $voided",
  'a voided draft that is one again': "update transactions set status = 'PENDING' where key = $voided",
  'a voided draft that is said to be something else': "update transactions set description = 'x' where key = $voided",
};

const onSqlite: Readonly<Record<string, string>> = {
  'a replacement by its key': "insert or replace into transactions select key, id, company_key, null, date, 'PENDING', description, null, null, null, null, null, created_at, null, null, null from transactions where key = $key",
  'a replacement by its number': "insert or replace into transactions select 99, 'x', company_key, number, date, 'PENDING', description, null, null, null, null, null, created_at, null, null, null from transactions where key = $key",
  'a replacement by its external id': "insert or replace into transactions select 99, 'x', company_key, null, date, 'PENDING', description, null, external_id, null, null, null, created_at, null, null, null from transactions where key = $key",
  'a draft that takes its place': 'update or replace transactions set number = (select number from transactions where key = $key) where key = $draft',
  'an entry that is replaced': "insert or replace into entries values ($key, 0, 1, 20260101, 5, 'USD', null)",
}; // prettier-ignore

const onPostgres: Readonly<Record<string, string>> = {
  'an empty table of transactions': 'truncate transactions',
  'an empty table of entries': 'truncate entries',
};

forEachEngine((engine) => {
  let books: TestBooks;
  let company: CompanyRow;
  let keys: Readonly<Record<string, number>>;

  beforeAll(async () => {
    books = await openTestBooks(engine);
    company = await books.companies.create(books.admin, { legalName: 'Acme' });
    const make = async (status: string, more: object = {}): Promise<TransactionRow> => {
      const entries = [
        { accountCode: '1000', direction: EntryDirection.DEBIT, amount: '5.00' },
        { accountCode: '4000', direction: EntryDirection.CREDIT, amount: '5.00' },
      ];
      const input = { companyId: company.id, date: 20260131, description: 'Sale', status: status as never, entries, ...more };
      return (await books.ledger.transactions.create(books.admin, input)).transaction;
    };
    const [posted, draft, voided] = [await make('POSTED', { externalId: 'E-1' }), await make('PENDING'), await make('PENDING')];
    keys = { key: posted.key, draft: draft.key, voided: voided.key, company: company.key };
    await run("update transactions set status = 'VOIDED' where key = $voided");
  });
  afterAll(() => books.close());

  const run = (statement: string) =>
    books.database.writer.run((transaction) => transaction.run(statement.replaceAll(/\$(\w+)/g, (_, name: string) => String(keys[name]))));
  const rows = () =>
    Promise.all(['transactions', 'entries'].map((table) => books.database.reader.manager.query(`select * from ${table} order by 1, 2`)));

  it.each(Object.entries({ ...refused, ...(engine.name === 'sqlite' ? onSqlite : onPostgres) }))('refuses %s, whoever asks', async (_what, statement) => {
    const before = await rows();
    await expect(run(statement)).rejects.toThrow(/never changes/);
    expect(await rows()).toEqual(before);
  }); // prettier-ignore

  it('lets description, counterparty, tags and metadata of a posted transaction be said anew', async () => {
    await run(`update transactions set description = 'a', counterparty = 'b', tags = '["c"]', metadata = '{"d":1}' where key = $key`);
    const found = await books.database.reader.rows(['description', 'counterparty', 'tags', 'metadata'], 'from transactions where key = ?1', [keys['key']]); // prettier-ignore
    expect(found).toEqual([['a', 'b', '["c"]', '{"d":1}']]);
  });

  it('lets a draft change in all its parts', async () => {
    await run("update transactions set date = 20260201, description = 'x' where key = $draft");
    await run('delete from entries where transaction_key = $draft and line = 1');
    const { reader } = books.database;
    expect(await reader.rows(['date', 'description'], 'from transactions where key = ?1', [keys['draft']])).toEqual([[20260201, 'x']]);
    expect(await reader.rows(['line'], 'from entries where transaction_key = ?1', [keys['draft']])).toEqual([[0]]);
  });

  it('refuses to post what does not balance, written so or changed to it', async () => {
    await expect(run("update transactions set status = 'POSTED' where key = $draft")).rejects.toThrow(/balance in every currency/);
    await expect(
      run(`insert into transactions (key, id, company_key, date, status, description, created_at)
        values (999999999, '01890000-0000-7000-8000-000000000001', $company, 20260101, 'POSTED', 'x', 0)`),
    ).rejects.toThrow(/balance in every currency/);
  });
});
