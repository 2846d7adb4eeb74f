import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SuspensionReason1764000000008 implements MigrationInterface {
  name = 'SuspensionReason1764000000008';

  // Not by addColumn: on SQLite that makes the table anew, which rows that refer to it do not let go.
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table developers add column suspension_reason text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table developers drop column suspension_reason');
  }
}
