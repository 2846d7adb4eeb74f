import './global-setup';

/** Stops the PostgreSQL that the setup started, if it did. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.testPostgres?.stop();
  globalThis.testPostgres = undefined;
}
