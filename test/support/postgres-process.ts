import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface PostgresProcess {
  /** Of the superuser, on the server's `postgres` database. */
  readonly url: string;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
}

/** Starts a real PostgreSQL that ends with this process at the latest. Throws, with the server's log on stderr, when it does not start. */
export async function startPostgres(): Promise<PostgresProcess> {
  const child = spawn(process.execPath, [join(__dirname, 'postgres-server.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Out of the terminal's process group: Ctrl-C reaches the test runner, and the closing pipe stops the server in order.
    detached: true,
  });
  const url = await firstLine(child);
  return {
    url,
    async stop() {
      const exited = once(child, 'exit');
      child.stdin?.end();
      await exited;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the server process has no stdout');
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => undefined)]);
  lines.close();
  if (line === undefined) throw new Error('PostgreSQL for the tests did not start; TEST_POSTGRES_URL names a server to use instead');
  return String(line[0]);
}
