import type { QueryRunner } from 'typeorm';

/** What a UUID column is called: PostgreSQL has a type for it, SQLite keeps text. */
export function uuidType(runner: QueryRunner): string {
  return runner.connection.driver.normalizeType({ type: 'uuid' });
}
