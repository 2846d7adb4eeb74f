import { fork } from 'node:child_process';
import { join } from 'node:path';

/** Where a server is, what is sent to it, and of ours the credentials of its ADMIN. */
export interface Started {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly client?: { readonly client_id: string; readonly client_secret: string };
}

export interface BenchServer extends Started {
  stop(): Promise<void>;
}

export type Kind = 'ours' | 'apollo-defaults' | 'json-stringify';

/** Starts a server in a process of its own; `argument` is the SQLite file, or the text to answer. */
export async function startServer(kind: Kind, argument: string): Promise<BenchServer> {
  const child = fork(join(__dirname, 'server-process.js'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = new Promise<Started>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Started));
    child.once('exit', (code) => reject(new Error(`The ${kind} server ended with ${code}.`)));
  });
  child.send({ kind, argument });
  return {
    ...(await ready),
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}
