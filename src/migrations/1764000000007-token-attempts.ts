import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

const tokenAttempts = new Table({
  name: 'token_attempts',
  withoutRowid: true,
  columns: [
    { name: 'subject', type: 'text', isPrimary: true },
    { name: 'failures', type: 'text' },
    { name: 'holds', type: 'integer' },
    { name: 'held_until', type: 'bigint' },
    { name: 'succeeded_at', type: 'bigint', isNullable: true },
    { name: 'forgotten_at', type: 'bigint' },
  ],
  indices: [{ name: 'token_attempts_forgotten', columnNames: ['forgotten_at'] }],
});

export class TokenAttempts1764000000007 implements MigrationInterface {
  name = 'TokenAttempts1764000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(tokenAttempts);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(tokenAttempts.name);
  }
}
