import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

const records = new Table({
  name: 'usage_records',
  withoutRowid: true,
  columns: [
    { name: 'answered_at', type: 'bigint', isPrimary: true },
    { name: 'number', type: 'bigint', isPrimary: true },
    { name: 'request_id', type: 'text' },
    { name: 'developer_key', type: 'integer' },
    { name: 'credential_key', type: 'integer' },
    { name: 'secret_key', type: 'integer', isNullable: true },
    { name: 'issuer', type: 'text', isNullable: true },
    { name: 'subject', type: 'text', isNullable: true },
    { name: 'address', type: 'text' },
    { name: 'user_agent', type: 'text', isNullable: true },
    { name: 'operation_type', type: 'text', isNullable: true },
    { name: 'operation_name', type: 'text', isNullable: true },
    { name: 'operation_hash', type: 'text', isNullable: true },
    { name: 'root_fields', type: 'text' },
    { name: 'cost_asked', type: 'bigint', isNullable: true },
    { name: 'cost', type: 'bigint' },
    { name: 'row_count', type: 'bigint' },
    { name: 'bytes', type: 'bigint' },
    { name: 'duration_us', type: 'bigint' },
    { name: 'bucket', type: 'integer' },
    { name: 'http_status', type: 'integer' },
    { name: 'status', type: 'text' },
    { name: 'replayed', type: 'integer' },
  ],
  indices: [{ name: 'usage_records_developer', columnNames: ['developer_key', 'answered_at'] }],
});

const rollups = new Table({
  name: 'usage_rollups',
  withoutRowid: true,
  columns: [
    { name: 'grain', type: 'integer', isPrimary: true },
    { name: 'start', type: 'bigint', isPrimary: true },
    { name: 'developer_key', type: 'integer', isPrimary: true },
    { name: 'credential_key', type: 'integer', isPrimary: true },
    { name: 'field', type: 'text', isPrimary: true },
    { name: 'status', type: 'text', isPrimary: true },
    { name: 'bucket', type: 'integer', isPrimary: true },
    { name: 'operations', type: 'bigint' },
    { name: 'operation_rows', type: 'bigint' },
    { name: 'operation_cost', type: 'bigint' },
    { name: 'calls', type: 'bigint' },
    { name: 'call_rows', type: 'bigint' },
    { name: 'call_cost', type: 'bigint' },
  ],
});

export class Usage1764000000019 implements MigrationInterface {
  name = 'Usage1764000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(records);
    await runner.createTable(rollups);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(rollups.name);
    await runner.dropTable(records.name);
  }
}
