import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';
import { uuidType } from './column-types';
import { guards, leftovers } from './ledger-guards';

const column = (name: string, type: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({ name, type, ...more });
const optional = { isNullable: true };
const primary = { isPrimary: true };

const tables = (uuid: string) => [
  new Table({
    name: 'journals',
    columns: [
      column('company_key', 'integer', primary),
      column('last_number', 'bigint'),
      column('last_hash', 'text'),
      column('last_posted_at', 'bigint', optional),
      column('books_closed_through', 'integer', optional),
      column('revision', 'integer'),
    ],
  }),
  new Table({
    name: 'accounts',
    columns: [
      column('key', 'integer', { isPrimary: true, isGenerated: true, generationStrategy: 'increment' }),
      column('id', uuid),
      column('company_key', 'integer'),
      column('code', 'text'),
      column('name', 'text'),
      column('type', 'text'),
      column('subtype', 'text', optional),
      column('parent_key', 'integer', optional),
      column('status', 'text'),
      column('description', 'text', optional),
      column('metadata', 'text', optional),
      column('created_at', 'bigint'),
      column('updated_at', 'bigint'),
    ],
    indices: [
      { name: 'accounts_id', columnNames: ['id'], isUnique: true },
      { name: 'accounts_code', columnNames: ['company_key', 'code'], isUnique: true },
      { name: 'accounts_parent', columnNames: ['parent_key'], where: 'parent_key is not null' },
    ],
  }),
  new Table({
    name: 'transactions',
    withoutRowid: true,
    columns: [
      column('key', 'bigint', primary),
      column('id', uuid),
      column('company_key', 'integer'),
      column('number', 'bigint', optional),
      column('date', 'integer'),
      column('status', 'text'),
      column('description', 'text'),
      column('counterparty', 'text', optional),
      column('external_id', 'text', optional),
      column('tags', 'text', optional),
      column('metadata', 'text', optional),
      column('reverses_key', 'bigint', optional),
      column('created_at', 'bigint'),
      column('posted_at', 'bigint', optional),
      column('hash', 'text', optional),
    ],
    indices: [
      { name: 'transactions_id', columnNames: ['id'], isUnique: true },
      { name: 'transactions_date', columnNames: ['company_key', 'date', 'key'] },
      { name: 'transactions_key', columnNames: ['company_key', 'key'] },
      { name: 'transactions_number', columnNames: ['company_key', 'number'], isUnique: true },
      { name: 'transactions_external_id', columnNames: ['company_key', 'external_id'], isUnique: true, where: 'external_id is not null' },
      { name: 'transactions_reverses', columnNames: ['reverses_key'], isUnique: true, where: 'reverses_key is not null' },
    ],
  }),
  new Table({
    name: 'entries',
    withoutRowid: true,
    columns: [
      column('transaction_key', 'bigint', primary),
      column('line', 'integer', primary),
      column('account_key', 'integer'),
      column('date', 'integer'),
      column('amount', 'bigint'),
      column('currency', 'text'),
      column('memo', 'text', optional),
    ],
    indices: [{ name: 'entries_account', columnNames: ['account_key', 'date', 'transaction_key', 'line'] }],
  }),
  new Table({
    name: 'balances',
    withoutRowid: true,
    columns: [
      column('account_key', 'integer', primary),
      column('period', 'integer', primary),
      column('currency', 'text', primary),
      column('debit', 'bigint'),
      column('credit', 'bigint'),
    ],
  }),
  new Table({
    name: 'idempotency_keys',
    withoutRowid: true,
    columns: [
      column('company_key', 'integer', primary),
      column('idempotency_key', 'text', primary),
      column('request_hash', 'text'),
      column('transaction_key', 'bigint'),
      column('created_at', 'bigint'),
    ],
  }),
];

export class Ledger1764000000003 implements MigrationInterface {
  name = 'Ledger1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables(uuidType(runner))) await runner.createTable(table);
    const engine = runner.connection.options.type === 'sqlite' ? 'sqlite' : 'postgres';
    for (const statement of guards[engine]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables(uuidType(runner)).reverse()) await runner.dropTable(table.name);
    if (runner.connection.options.type === 'sqlite') return;
    for (const statement of leftovers) await runner.query(statement);
  }
}
