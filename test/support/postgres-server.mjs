// A throw-away PostgreSQL in a process of its own: prints its URL as the first line of stdout, and lives as long as its stdin is open.
// A pipe closes even when the process that held it was killed, so no test run, however it ended, leaves a server or its files behind.
// With --durable it waits for its disk, as a server in use does: for measurements.
// By hand: `node test/support/postgres-server.mjs`, then TEST_POSTGRES_URL=<that URL> for test runs that start at once; Ctrl-D stops it.
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { loadEmbeddedPostgres } from './reachable-postgres.mjs';

const ATTEMPTS = 3;

/** Nothing outlives the run, so nothing needs to survive a power cut; what a test can see of durability (synchronous_commit) stays on. */
const forTests = { fsync: 'off', full_page_writes: 'off', autovacuum_naptime: '1h' };

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  synchronous_commit: 'on',
  ...(process.argv.includes('--durable') ? {} : forTests),
  max_wal_size: '2GB',
};

/** Text sorts by language, as on most servers in use: code that leans on byte order, as SQLite has it, is found out here. */
const initdbFlags = ['--no-sync', '--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US'];

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Everything this process writes, removed however it ends. PostgreSQL's own user must be able to enter it. */
const directory = mkdtempSync(join(tmpdir(), 'open-ledger-postgres-'));
chmodSync(directory, 0o711);
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));

const EmbeddedPostgres = await loadEmbeddedPostgres(directory);

async function start(attempt) {
  const password = randomBytes(12).toString('hex');
  const log = [];
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, `data-${attempt}`),
    port,
    password,
    user: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags,
    postgresFlags: Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: (line) => log.length < 1000 && log.push(line),
    onError: (line) => log.push(line),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    throw new Error(`PostgreSQL did not start\n${log.join('')}`, { cause });
  }
  return { server, url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres` };
}

/** A port that was free a moment ago can be taken by the time the server binds it. */
async function startWithRetries(attempt = 1) {
  try {
    return await start(attempt);
  } catch (error) {
    if (attempt >= ATTEMPTS) throw error;
    return startWithRetries(attempt + 1);
  }
}

const { server, url } = await startWithRetries();
process.stdout.write(`${url}\n`);
process.stdin.resume();
process.stdin.once('end', () => {
  server.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
