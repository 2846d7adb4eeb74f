import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { Engine } from './engines';

/** PostgreSQL's code for "is being accessed by other users", given after it has waited five seconds for them to leave. */
const OBJECT_IN_USE = '55006';

export const postgresEngine: Engine = {
  name: 'postgres',
  async createDatabase() {
    const name = `ledger_test_${randomBytes(8).toString('hex')}`;
    const url = new URL(serverUrl());
    url.pathname = `/${name}`;
    // template0 may be copied by several test files at once: nobody can be connected to it.
    await asAdmin((client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0`));
    return { url: url.href, drop: () => asAdmin((client) => dropDatabase(client, name)) };
  },
};

async function dropDatabase(client: Client, name: string): Promise<void> {
  try {
    await client.query(`DROP DATABASE IF EXISTS ${name}`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === OBJECT_IN_USE)) throw error;
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    throw new Error('the test left connections to its database open', { cause: error });
  }
}

async function asAdmin<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function serverUrl(): string {
  const url = process.env['TEST_POSTGRES_URL'];
  if (!url) throw new Error('TEST_POSTGRES_URL is not set: these tests run under jest, whose global setup starts PostgreSQL');
  return url;
}
