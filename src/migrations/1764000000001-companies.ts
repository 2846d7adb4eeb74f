import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { uuidType } from './column-types';

export class Companies1764000000001 implements MigrationInterface {
  name = 'Companies1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'companies',
        columns: [
          { name: 'key', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
          { name: 'id', type: uuidType(runner) },
          { name: 'legal_name', type: 'text' },
          { name: 'external_id', type: 'text', isNullable: true },
          { name: 'entity_type', type: 'text', isNullable: true },
          { name: 'tax_id', type: 'text', isNullable: true },
          { name: 'base_currency', type: 'text' },
          { name: 'fiscal_year_start_month', type: 'integer' },
          { name: 'status', type: 'text' },
          { name: 'metadata', type: 'text', isNullable: true },
          { name: 'created_at', type: 'bigint' },
          { name: 'updated_at', type: 'bigint' },
        ],
        indices: [
          { name: 'companies_id', columnNames: ['id'], isUnique: true },
          { name: 'companies_external_id', columnNames: ['external_id'], where: 'external_id is not null' },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('companies');
  }
}
