import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

const developerSubjects = new Table({
  name: 'developer_subjects',
  columns: [
    { name: 'key', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    { name: 'developer_key', type: 'integer' },
    { name: 'issuer', type: 'text' },
    { name: 'subject', type: 'text' },
    { name: 'created_at', type: 'bigint' },
  ],
  indices: [
    { name: 'developer_subjects_subject', columnNames: ['issuer', 'subject'], isUnique: true },
    { name: 'developer_subjects_developer', columnNames: ['developer_key'] },
  ],
  foreignKeys: [{ columnNames: ['developer_key'], referencedTableName: 'developers', referencedColumnNames: ['key'] }],
});

export class DeveloperSubjects1764000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(developerSubjects);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(developerSubjects);
  }
}
