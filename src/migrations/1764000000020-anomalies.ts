import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';
import { uuidType } from './column-types';

const column = (name: string, type: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({ name, type, ...more });
const optional = { isNullable: true };
const primary = { isPrimary: true };

const tables = (uuid: string) => [
  new Table({
    name: 'anomalies',
    columns: [
      column('key', 'integer', { isPrimary: true, isGenerated: true, generationStrategy: 'increment' }),
      column('id', uuid),
      column('kind', 'text'),
      column('severity', 'text'),
      column('developer_key', 'integer', optional),
      column('credential_key', 'integer', optional),
      column('subject', 'text'),
      column('detected_at', 'bigint'),
      column('window_from', 'bigint'),
      column('window_to', 'bigint'),
      column('observed', 'double precision'),
      column('expected', 'double precision', optional),
      column('summary', 'text'),
      column('evidence', 'text'),
      column('acknowledged_at', 'bigint', optional),
      column('acknowledged_by', 'integer', optional),
      column('note', 'text', optional),
      column('notify_at', 'bigint', optional),
      column('notify_tries', 'integer'),
      column('notified_at', 'bigint', optional),
    ],
    indices: [
      { name: 'anomalies_id', columnNames: ['id'], isUnique: true },
      { name: 'anomalies_detected', columnNames: ['detected_at', 'key'] },
      { name: 'anomalies_developer', columnNames: ['developer_key', 'detected_at', 'key'] },
      { name: 'anomalies_notify', columnNames: ['notify_at'], where: 'notify_at is not null' },
    ],
  }),
  new Table({
    name: 'client_traits',
    withoutRowid: true,
    columns: [
      column('developer_key', 'integer', primary),
      column('credential_key', 'integer', primary),
      column('kind', 'text', primary),
      column('value', 'text', primary),
      column('last_seen_at', 'bigint'),
    ],
    indices: [{ name: 'client_traits_seen', columnNames: ['last_seen_at'] }],
  }),
  new Table({
    name: 'anomaly_watch',
    columns: [
      column('key', 'integer', primary),
      column('holder', 'text', optional),
      column('held_until', 'bigint'),
      column('record_at', 'bigint'),
      column('record_number', 'bigint'),
      column('event_at', 'bigint'),
      column('event_company_key', 'integer'),
      column('event_number', 'bigint'),
    ],
  }),
];

export class Anomalies1764000000020 implements MigrationInterface {
  name = 'Anomalies1764000000020';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables(uuidType(runner))) await runner.createTable(table);
    await runner.query('alter table usage_records add column client_failure text');
    await runner.query('alter table usage_records add column missed text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table usage_records drop column missed');
    await runner.query('alter table usage_records drop column client_failure');
    for (const table of tables(uuidType(runner)).reverse()) await runner.dropTable(table.name);
  }
}
