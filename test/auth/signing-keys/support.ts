import { setTimeout as after } from 'node:timers/promises';
import type { JWK } from 'jose';
import { dataSourceOptions } from '../../../ormconfig';
import { openDatabase, type Database } from '../../../src/database';
import type { TestServer } from '../../support/server';

/** The database as another process opens it. */
export const open = (url: string): Promise<Database> =>
  openDatabase({
    sources: { writer: dataSourceOptions(url, 'writer'), reader: dataSourceOptions(url, 'reader') },
    writer: { queueLimit: 100, batchLimit: 10 },
  });

export async function publishedKeys(server: TestServer): Promise<readonly JWK[]> {
  return ((await (await server.fetch('/.well-known/jwks.json')).json()) as { keys: JWK[] }).keys;
}

export const publishedKids = async (server: TestServer): Promise<readonly string[]> => (await publishedKeys(server)).map(({ kid }) => kid!);

/** The key that the server signs with now. */
export const signingKid = (server: TestServer): string => server.services.auth.keys.current().kid;

/** Resolves once `holds` does; servers heed the clock and each other once a second. */
export async function eventually(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 5_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It did not come about in time: ${what}`);
    await after(25);
  }
}

/** The status that a small operation with the token has. */
export const statusOf = async (server: TestServer, token: string): Promise<number> =>
  (await server.graphql('{ __typename }', {}, token)).status;
