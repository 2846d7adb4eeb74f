import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnServer, spawnSource } from '../support/server-process';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'open-ledger-process-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const id = 'bootstrapAdmin';
const secret = 'Zx81Kq0wPl5Nv7Ty3Rb9Hd2Gm6Jc4Fs8';
const quiet = { BOOTSTRAP_CLIENT_ID: id, BOOTSTRAP_CLIENT_SECRET: secret };

async function tokenFrom(url: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
  const answer = (await (await fetch(`${url}/oauth/token`, { method: 'POST', body })).json()) as { access_token: string };
  return answer.access_token;
}

async function ask(url: string, token: string, query: string): Promise<{ data?: Record<string, unknown>; errors?: unknown }> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return (await (await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })).json()) as {
    data?: Record<string, unknown>;
  };
}

test('SIGTERM lets every change in flight be answered and kept, and ends with 0', async () => {
  const first = await spawnServer(quiet, directory);
  const token = await tokenFrom(first.url);
  const changes = Array.from({ length: 100 }, (_, index) =>
    ask(first.url, token, `mutation { createCompany(input: { legalName: "C${index}" }) { company { id } } }`),
  );
  await changes[0];
  first.child.kill('SIGTERM');
  const answered = (await Promise.allSettled(changes)).filter((change) => change.status === 'fulfilled' && change.value.data).length;
  expect(await first.ended).toBe(0);

  const second = await spawnServer(quiet, directory);
  const { data } = await ask(second.url, await tokenFrom(second.url), '{ companies(first: 0) { totalCount } }');
  // What was not yet taken from the network when the listening ended may be lost; what was answered may not.
  expect((data!['companies'] as { totalCount: number }).totalCount).toBe(answered);
  expect(answered).toBeGreaterThan(0);
  second.child.kill('SIGINT');
  expect(await second.ended).toBe(0);
});

test('a second signal ends the process at once', async () => {
  const server = await spawnServer({ ...quiet, SHUTDOWN_DELAY_MS: '60000' }, directory);
  server.child.kill('SIGTERM');
  while ((await fetch(`${server.url}/readyz`)).status !== 503);
  const begun = performance.now();
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(143);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

describe('what is wrong at the start is a sentence for the operator, without a stack', () => {
  async function failureOf(environment: Record<string, string>): Promise<string> {
    const { ended, output } = spawnSource('src/main.ts', [], environment, directory);
    expect(await ended).toBe(1);
    expect(output()).not.toMatch(/\n\s+at /);
    return output().trim();
  }

  test('settings, all at once', async () => {
    expect(await failureOf({ NODE_ENV: 'production', PORT: 'x', MAX_DEPTH: '0' })).toMatch(/PORT must be.*\n.*MAX_DEPTH must be/);
    expect(await failureOf({ NODE_ENV: 'production' })).toContain('PUBLIC_URL must be https');
  });

  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expect(await failureOf({ ...quiet, PORT: String(port) })).toContain(`Port ${port} on 127.0.0.1 is taken.`);
    other.close();
  });

  test('a database that another server has', async () => {
    const first = await spawnServer(quiet, directory);
    expect(await failureOf({ ...quiet, PORT: '0' })).toContain('is in use by another Open Ledger process');
    first.child.kill('SIGTERM');
    await first.ended;
  });
});

test('settings are read from .env, and the environment goes before it', async () => {
  await writeFile(join(directory, '.env'), `PORT=1\nLOG_LEVEL=info\nBOOTSTRAP_CLIENT_ID=${id}\nBOOTSTRAP_CLIENT_SECRET=${secret}\n`);
  const server = await spawnServer({}, directory);
  expect(await tokenFrom(server.url)).toMatch(/^eyJ/);
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
});

test('in production there is no sandbox, no playground and no secret on the console', async () => {
  const server = await spawnServer({ ...quiet, NODE_ENV: 'production', PUBLIC_URL: 'https://ledger.test' }, directory);
  expect((await fetch(server.url)).status).toBe(404);
  expect(server.output()).not.toContain(secret);
  expect(await ask(server.url, await tokenFrom(server.url), '{ companies { totalCount } }')).toEqual({
    data: { companies: { totalCount: 0 } },
  });
  server.child.kill('SIGTERM');
  await server.ended;
});

test('schema:check fails on a schema.graphql that is not what the code says, and shows where', async () => {
  await spawnSource('src/http/schema/emit.ts', [], {}, directory).ended;
  const same = spawnSource('src/http/schema/emit.ts', ['--check'], {}, directory);
  expect([await same.ended, same.output()]).toEqual([0, '']);
  await writeFile(join(directory, 'schema.graphql'), 'type Query {\n  nothing: Int\n}\n');
  const other = spawnSource('src/http/schema/emit.ts', ['--check'], {}, directory);
  expect(await other.ended).toBe(1);
  expect(other.output()).toMatch(/npm run schema[^]*- type Query/);
});
