import type { MigrationInterface, QueryRunner } from 'typeorm';

const sealed = 'A posted transaction never changes; reverse it';
const voided = 'A voided transaction never changes';

/** All but what may still be said about a posted transaction: description, counterparty, tags, metadata. */
const sealedColumns = 'key, id, company_key, number, date, status, external_id, reverses_key, created_at, posted_at, hash, void_reason';

/** The columns that were sealed before. */
const oldSealedColumns = 'key, id, company_key, number, date, status, reverses_key, created_at, posted_at, hash';

const sqliteSeal = (columns: string) => `create trigger transactions_sealed_update before update of ${columns} on transactions
  when old.status = 'POSTED' begin select raise(abort, '${sealed}'); end`;

const sqliteEntries = (keys: string) => `create trigger entries_sealed_update before update on entries
  when exists (select 1 from transactions where key in (${keys}) and status = 'POSTED')
  begin select raise(abort, '${sealed}'); end`;

/** INSERT OR REPLACE and UPDATE OR REPLACE remove the row that is in their way, by whichever unique index, and ask no trigger of it. */
const sqliteReplace = [
  ['insert', ''],
  ['update of key, id, company_key, number, external_id, reverses_key', 'and key <> old.key'],
].map(
  ([change, others]) => `create trigger transactions_sealed_replace_${change!.split(' ')[0]} before ${change} on transactions
    when exists (
      select 1 from transactions where status = 'POSTED' ${others} and (
        key = new.key or id = new.id or (company_key = new.company_key and number = new.number)
        or (company_key = new.company_key and external_id = new.external_id and external_id is not null)
        or (reverses_key = new.reverses_key and reverses_key is not null)
      )
    ) begin select raise(abort, '${sealed}'); end`,
);

const postgresSeal = (columns: string) => `create trigger transactions_sealed_update before update of ${columns} on transactions
  for each row when (old.status = 'POSTED') execute function refuse_sealed_transactions()`;

const postgresEntries = (also: string) => `create or replace function refuse_sealed_entries() returns trigger language plpgsql as $$
  begin
    if exists (select 1 from transactions where key = old.transaction_key and status = 'POSTED') then raise exception '${sealed}'; end if;
    ${also}
    return case when tg_op = 'DELETE' then old else new end;
  end $$`;

const movedEntries = `if tg_op = 'UPDATE' and exists (select 1 from transactions where key = new.transaction_key and status = 'POSTED')
    then raise exception '${sealed}'; end if;`;

const statements = {
  sqlite: {
    up: [
      'drop trigger transactions_sealed_update',
      sqliteSeal(sealedColumns),
      // An entry that is moved to a posted transaction changes that one too.
      'drop trigger entries_sealed_update',
      sqliteEntries('old.transaction_key, new.transaction_key'),
      `create trigger transactions_voided_update before update on transactions when old.status = 'VOIDED'
        begin select raise(abort, '${voided}'); end`,
      ...sqliteReplace,
    ],
    down: [
      'drop trigger transactions_sealed_replace_insert',
      'drop trigger transactions_sealed_replace_update',
      'drop trigger transactions_voided_update',
      'drop trigger entries_sealed_update',
      sqliteEntries('old.transaction_key'),
      'drop trigger transactions_sealed_update',
      sqliteSeal(oldSealedColumns),
    ],
  },
  postgres: {
    up: [
      'drop trigger transactions_sealed_update on transactions',
      postgresSeal(sealedColumns),
      postgresEntries(movedEntries),
      `create function refuse_voided_transactions() returns trigger language plpgsql as $$ begin raise exception '${voided}'; end $$`,
      `create trigger transactions_voided_update before update on transactions for each row when (old.status = 'VOIDED')
        execute function refuse_voided_transactions()`,
      // TRUNCATE asks no trigger of a row.
      ...['transactions', 'entries'].map(
        (table) => `create trigger ${table}_sealed_truncate before truncate on ${table} execute function refuse_sealed_transactions()`,
      ),
    ],
    down: [
      ...['entries', 'transactions'].map((table) => `drop trigger ${table}_sealed_truncate on ${table}`),
      'drop trigger transactions_voided_update on transactions',
      'drop function refuse_voided_transactions',
      postgresEntries(''),
      'drop trigger transactions_sealed_update on transactions',
      postgresSeal(oldSealedColumns),
    ],
  },
};

/** Why drafts were voided, and triggers that leave of a posted transaction exactly what may be edited, and of a voided one nothing. */
export class TransactionLife1764000000009 implements MigrationInterface {
  name = 'TransactionLife1764000000009';

  // Not through the runner's own addColumn, which on SQLite makes the table anew and loses its triggers.
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table transactions add column void_reason text');
    for (const statement of statements[engineOf(runner)].up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of statements[engineOf(runner)].down) await runner.query(statement);
    await runner.query('alter table transactions drop column void_reason');
  }
}

function engineOf(runner: QueryRunner): 'sqlite' | 'postgres' {
  return runner.connection.options.type === 'sqlite' ? 'sqlite' : 'postgres';
}
