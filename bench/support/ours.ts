import { randomBytes } from 'node:crypto';
import { start } from '../../src/main';
import type { Started } from './servers';

/** Our server as it ships, on the books of `databaseUrl`, the header of a token that it issued, and to whom. */
export async function startOurs(databaseUrl: string, settings: Readonly<Record<string, string>> = {}): Promise<Started> {
  const client = { client_id: 'bench', client_secret: randomBytes(24).toString('hex') };
  const { url } = await start({
    DATABASE_URL: databaseUrl,
    PORT: '0',
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://bench.example',
    LOG_LEVEL: 'error',
    BOOTSTRAP_CLIENT_ID: client.client_id,
    BOOTSTRAP_CLIENT_SECRET: client.client_secret,
    ...settings,
  });
  const response = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', ...client }),
  });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (!token) throw new Error(`No token: ${response.status}`);
  return { url: `${url}/graphql`, headers: { authorization: `Bearer ${token}` }, client };
}
