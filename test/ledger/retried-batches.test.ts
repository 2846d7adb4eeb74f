import { Client } from 'pg';
import { createTransaction, entriesOf, openApiBooks, type ApiBooks } from '../api/support/api-books';
import { postgresEngine } from '../support/postgres-engine';
import { expectSoundBooks } from '../support/sound-books';

const COMMANDS = 30;
/** What the writer tries before it gives up. */
const TRIES = 12;

/** PostgreSQL's words for a transaction that it undid because of others. */
const transient = ['40001', '40P01'];

describe('on postgres', () => {
  let books: ApiBooks;
  let url: string;
  let meddler: Client;

  beforeAll(async () => {
    books = await openApiBooks(postgresEngine);
    url = (books.server.database.reader.manager.connection.options as unknown as { url: string }).url;
    meddler = new Client({ connectionString: url });
    await meddler.connect();
    await meddler.query('create sequence tries');
  });
  afterAll(async () => {
    await meddler.end();
    await books.close();
  });

  /** Lets PostgreSQL undo so many transactions that write entries. A sequence counts the tries, since nobody undoes it. */
  async function undoNext(count: number, code: string): Promise<void> {
    await meddler.query('alter sequence tries restart');
    await meddler.query(`create or replace function meddle() returns trigger language plpgsql as $$ begin
      if nextval('tries') <= ${count} then raise exception 'meddled' using errcode = '${code}'; end if; return null; end $$`);
    await meddler.query('create or replace trigger meddle after insert on entries for each statement execute function meddle()');
  }
  const one = async (query: string) => Number((await meddler.query<[string]>({ text: query, rowMode: 'array' })).rows[0]![0]);
  const tries = () => one('select last_value from tries');
  const sale = (companyId: string, description: string) => ({ companyId, date: '2026-01-31', description, entries: entriesOf('5.00') });
  const post = (input: object) => books.server.graphql(createTransaction, { input }, books.token);

  it.each(transient)('tries a whole batch again that was undone by %s, and writes each of its commands once', async (code) => {
    const companyId = await books.openCompany();
    await undoNext(5, code);
    const commits = async () => one(`select count(distinct xmin::text) from transactions where description like '${code} %'`);
    const answers = await Promise.all(Array.from({ length: COMMANDS }, (_, index) => post(sale(companyId, `${code} ${index}`))));
    expect(answers.flatMap(({ codes }) => codes)).toEqual([]);
    const numbers = answers.map(({ data }) => data.createTransaction.transaction.number as number).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    // Had a batch been cut up, each part of it would have been tried by itself.
    expect(await tries()).toBe(5 + (await commits()));
    await expectSoundBooks(url);
  });

  it.each(transient)(
    'gives up after a bounded number of tries that were undone by %s: CONFLICT, retryable, and nothing written',
    async (code) => {
      const companyId = await books.openCompany();
      await undoNext(1_000_000, code);
      const before = await books.rows();
      const { errors } = await post(sale(companyId, 'Never'));
      expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT', retryable: true } }]);
      expect(JSON.stringify(errors)).not.toContain('meddled');
      expect(await tries()).toBe(TRIES);
      expect(await books.rows()).toEqual(before);
      await undoNext(0, code);
      expect((await post(sale(companyId, 'At last'))).data.createTransaction.transaction.number).toBe(1);
    },
  );

  it('goes on after a deadlock with somebody who takes the locks in another order', async () => {
    const [first, second, third] = [await books.openCompany(), await books.openCompany(), await books.openCompany()];
    const lock = (id: string, more = '') =>
      meddler.query(`select 1 from journals where company_key = (select key from companies where id = '${id}') for update ${more}`);
    /** Resolves when the writer waits for a lock. */
    const waits = async () => {
      const waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
      while ((await one(waiting)) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    // It is the server whose wait is ended by PostgreSQL.
    await meddler.query("set deadlock_timeout = '1min'");
    await meddler.query('begin');
    await lock(second);
    await meddler.query('savepoint with_third');
    await lock(third);
    const posting = [post(sale(third, 'Before'))];
    await waits();
    // Both wait for the same batch behind that one.
    posting.push(...[first, second].map((id) => post(sale(id, 'In between'))));
    await meddler.query('rollback to savepoint with_third');
    await posting[0];
    await waits();
    await expect(lock(first, 'nowait')).rejects.toThrow('could not obtain lock');
    await meddler.query('rollback to savepoint with_third');
    await lock(first);
    await meddler.query('commit');
    for (const { codes, data } of await Promise.all(posting)) {
      expect([codes, data?.createTransaction.transaction.number]).toEqual([[], 1]);
    }
    await expectSoundBooks(url);
  });
});
