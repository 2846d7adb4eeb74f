import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

const closings = new Table({
  name: 'book_closings',
  columns: [
    { name: 'key', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    { name: 'company_key', type: 'integer' },
    { name: 'through', type: 'integer', isNullable: true },
    { name: 'reason', type: 'text', isNullable: true },
    { name: 'last_number', type: 'bigint' },
    { name: 'developer_key', type: 'integer', isNullable: true },
    { name: 'subject', type: 'text' },
    { name: 'created_at', type: 'bigint' },
  ],
  indices: [{ name: 'book_closings_company', columnNames: ['company_key', 'key'] }],
});

export class BookClosings1764000000011 implements MigrationInterface {
  name = 'BookClosings1764000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(closings);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(closings.name);
  }
}
