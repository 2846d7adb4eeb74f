import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

const revokedTokens = new Table({
  name: 'revoked_tokens',
  columns: [
    { name: 'id', type: 'text', isPrimary: true },
    { name: 'expires_at', type: 'bigint' },
    { name: 'version', type: 'integer' },
  ],
  indices: [
    { name: 'revoked_tokens_expiry', columnNames: ['expires_at'] },
    { name: 'revoked_tokens_version', columnNames: ['version'] },
  ],
});

const usedAssertions = new Table({
  name: 'used_assertions',
  columns: [
    { name: 'id', type: 'text', isPrimary: true },
    { name: 'expires_at', type: 'bigint' },
  ],
  indices: [{ name: 'used_assertions_expiry', columnNames: ['expires_at'] }],
});

export class Tokens1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of [revokedTokens, usedAssertions]) await runner.createTable(table);
    // TypeORM would copy the whole table for a new column on SQLite.
    await runner.query('alter table credentials add column public_keys text');
    await runner.query('alter table credentials add column keys_used_at bigint');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table credentials drop column keys_used_at');
    await runner.query('alter table credentials drop column public_keys');
    for (const table of [usedAssertions, revokedTokens]) await runner.dropTable(table);
  }
}
