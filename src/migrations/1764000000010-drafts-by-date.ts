import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

const drafts = new TableIndex({ name: 'transactions_drafts', columnNames: ['company_key', 'date', 'key'], where: "status <> 'POSTED'" });

/** Drafts are few among what is posted, and are looked for by themselves. A posting writes nothing here. */
export class DraftsByDate1764000000010 implements MigrationInterface {
  name = 'DraftsByDate1764000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('transactions', drafts);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('transactions', drafts);
  }
}
