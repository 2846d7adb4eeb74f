import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnServer, type ServerProcess } from '../support/server-process';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'open-ledger-usage-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const [id, secret] = ['bootstrapAdmin', 'Zx81Kq0wPl5Nv7Ty3Rb9Hd2Gm6Jc4Fs8'];
const settings = { BOOTSTRAP_CLIENT_ID: id, BOOTSTRAP_CLIENT_SECRET: secret };

async function tokenFrom({ url }: ServerProcess): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
  return ((await (await fetch(`${url}/oauth/token`, { method: 'POST', body })).json()) as { access_token: string }).access_token;
}

async function ask(
  { url }: ServerProcess,
  token: string,
  query: string,
): Promise<{ readonly data: Record<string, { readonly series: readonly object[] }> }> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return (await response.json()) as { data: Record<string, { series: object[] }> };
}

test('SIGTERM writes what was answered just before', async () => {
  const from = new Date(Date.now() - 3_600_000).toISOString();
  const first = await spawnServer(settings, directory);
  const token = await tokenFrom(first);
  await Promise.all(Array.from({ length: 200 }, () => ask(first, token, '{ viewer { roles } }')));
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);

  const second = await spawnServer(settings, directory);
  const to = new Date(Date.now() + 3_600_000).toISOString();
  const report = `{ usage(from: "${from}", to: "${to}", groupBy: [FIELD]) { series { field figures { requests } } } }`;
  const { data } = await ask(second, await tokenFrom(second), report);
  expect(data['usage']!.series).toContainEqual({ field: 'viewer', figures: { requests: 200 } });
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  // Two processes are compiled and started.
}, 120_000);
