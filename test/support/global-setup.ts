import { startPostgres, type PostgresProcess } from './postgres-process';

declare global {
  /** The server that this run started, for the teardown. */
  var testPostgres: PostgresProcess | undefined;
}

/** One PostgreSQL for the whole run, at TEST_POSTGRES_URL; the user's own, when that is already set. */
export default async function globalSetup(): Promise<void> {
  if (process.env['TEST_POSTGRES_URL']) return;
  globalThis.testPostgres = await startPostgres();
  process.env['TEST_POSTGRES_URL'] = globalThis.testPostgres.url;
}
