import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnServer, spawnSource } from '../../support/server-process';

const secret = randomBytes(32).toString('hex');
const production = { NODE_ENV: 'production', PUBLIC_URL: 'https://ledger.test' };
const warning = /"level":40.*Set SIGNING_KEYS_SECRET/;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'open-ledger-keys-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** What a server printed that was started with the settings, and stopped once it listened. */
async function outputOf(environment: Record<string, string>): Promise<string> {
  const server = await spawnServer(environment, directory);
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  return server.output();
}

test('a server without the secret of its keys ends before it listens: it says what to set, and shows nothing of them', async () => {
  expect(await outputOf({ ...production, SIGNING_KEYS_SECRET: secret })).not.toMatch(warning);
  for (const wrong of ['', randomBytes(32).toString('base64')]) {
    const server = spawnSource('src/main.ts', [], { ...production, PORT: '0', SIGNING_KEYS_SECRET: wrong }, directory);
    expect(await server.ended).toBe(1);
    expect(server.output()).toMatch(/SIGNING_KEYS_SECRET/);
    expect(server.output()).not.toMatch(/eyJ|Server listening|\n +at /);
    for (const text of [secret, wrong].filter((each) => each !== '')) expect(server.output()).not.toContain(text);
  }
});

test('in production a server says so where its keys lie in the database as plain text', async () => {
  expect(await outputOf(production)).toMatch(warning);
});
