import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';

export interface BenchPostgres {
  /** Makes an empty database, and answers its URL. */
  database(name: string): Promise<string>;
  /** Tidies the tables of a database and counts their rows, as autovacuum does by and by. */
  vacuum(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** A PostgreSQL of this run, which waits for its disk as it would in use. */
export async function startPostgres(): Promise<BenchPostgres> {
  const script = join(process.cwd(), 'test', 'support', 'postgres-server.mjs');
  const child = spawn(process.execPath, [script, '--durable'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), once(child, 'exit').then(() => [])])) as [
    string?,
  ];
  if (!line) throw new Error('PostgreSQL did not start.');
  const urlOf = (name: string) => {
    const url = new URL(line);
    url.pathname = `/${name}`;
    return url.href;
  };
  return {
    async database(name) {
      await runAt(line, `create database ${name} template template0`);
      return urlOf(name);
    },
    vacuum: (name) => runAt(urlOf(name), 'vacuum analyze'),
    async stop() {
      const exited = once(child, 'exit');
      child.stdin.end();
      await exited;
    },
  };
}

async function runAt(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
