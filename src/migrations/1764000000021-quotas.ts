import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

const buckets = new Table({
  name: 'quota_buckets',
  withoutRowid: true,
  columns: [
    { name: 'owner', type: 'text', isPrimary: true },
    { name: 'level', type: 'bigint' },
    { name: 'at', type: 'bigint' },
    { name: 'full_at', type: 'bigint' },
  ],
  indices: [{ name: 'quota_buckets_full', columnNames: ['full_at'] }],
});
const limited = ['developers', 'roles'];
const columns = ['quota_cost_per_minute', 'quota_burst'];

export class Quotas1764000000021 implements MigrationInterface {
  name = 'Quotas1764000000021';

  // Columns not by addColumn: on SQLite that makes the table anew, which rows that refer to it do not let go.
  async up(runner: QueryRunner): Promise<void> {
    for (const table of limited) for (const column of columns) await runner.query(`alter table ${table} add column ${column} integer`);
    await runner.createTable(buckets);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(buckets.name);
    for (const table of limited) for (const column of columns) await runner.query(`alter table ${table} drop column ${column}`);
  }
}
