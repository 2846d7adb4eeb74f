import type { MigrationInterface, QueryRunner } from 'typeorm';
import { searchTerms } from '../shared/search-terms';

/** Transactions that are indexed at once. */
const BATCH = 2_000;

interface Row {
  readonly key: number;
  readonly date: number;
  readonly terms: string;
}

const engines = {
  // Contentless, without positions and sizes: the least that finds a row, and the least that a commit has to write.
  sqlite: {
    create: ["create virtual table transaction_words using fts5(terms, content='', columnsize=0, detail=none, tokenize='ascii')"],
    add: `insert into transaction_words (rowid, terms)
      select (value->>'date') << 36 | (value->>'key'), value->>'terms' from json_each(?)`,
    finish: [],
    placeholder: (_index: number) => '?',
  },
  postgres: {
    create: [
      // Millions of transactions take longer than a request may.
      'set local statement_timeout = 0',
      'create table transaction_words (key bigint primary key, terms tsvector not null)',
    ],
    add: 'insert into transaction_words (key, terms) select key, terms::tsvector from json_to_recordset($1::json) as r(key bigint, terms text)',
    finish: ['create index transaction_words_terms on transaction_words using gin (terms)'],
    placeholder: (index: number) => `$${index}`,
  },
};

/** The full-text index over descriptions, counterparties and memos, filled from what is in the books. */
export class TransactionWords1764000000014 implements MigrationInterface {
  name = 'TransactionWords1764000000014';

  async up(runner: QueryRunner): Promise<void> {
    const engine = engines[runner.connection.options.type === 'sqlite' ? 'sqlite' : 'postgres'];
    for (const statement of engine.create) await runner.query(statement);
    for (let last = 0; ;) {
      const rows = await nextRows(runner, last, engine.placeholder);
      if (rows.length === 0) break;
      last = rows.at(-1)!.key;
      rows.sort((a, b) => a.date - b.date || a.key - b.key);
      await runner.query(engine.add, [JSON.stringify(rows)]);
    }
    for (const statement of engine.finish) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table transaction_words');
  }
}

/** The transactions after a key, by key. PostgreSQL hands its large integers over as text. */
async function nextRows(runner: QueryRunner, after: number, placeholder: (index: number) => string): Promise<Row[]> {
  const transactions = (await runner.query(
    `select key, company_key, date, description, counterparty from transactions where key > ${placeholder(1)} order by key limit ${BATCH}`,
    [after],
  )) as { key: number | string; company_key: number; date: number; description: string; counterparty: string | null }[];
  if (transactions.length === 0) return [];
  const entries = (await runner.query(
    `select transaction_key, memo from entries
      where transaction_key > ${placeholder(1)} and transaction_key <= ${placeholder(2)} and memo is not null`,
    [after, Number(transactions.at(-1)!.key)],
  )) as { transaction_key: number | string; memo: string }[];
  const memos = new Map<number, string[]>();
  for (const { transaction_key: key, memo } of entries) memos.set(Number(key), [...(memos.get(Number(key)) ?? []), memo]);
  return transactions.map(({ key, company_key: companyKey, date, description, counterparty }) => ({
    key: Number(key),
    date,
    terms: searchTerms(companyKey, { description, counterparty, memos: memos.get(Number(key)) ?? [] }),
  }));
}
