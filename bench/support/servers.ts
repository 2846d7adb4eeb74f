import { fork } from 'node:child_process';
import { join } from 'node:path';

export interface BenchServer {
  readonly url: string;
  readonly headers: Record<string, string>;
  stop(): Promise<void>;
}

export type Kind = 'ours' | 'apollo-defaults' | 'json-stringify';

/** Starts a server in a process of its own; `argument` is the SQLite file, or the text to answer. */
export async function startServer(kind: Kind, argument: string): Promise<BenchServer> {
  const child = fork(join(__dirname, 'server-process.js'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = new Promise<{ url: string; headers: Record<string, string> }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { url: string; headers: Record<string, string> }));
    child.once('exit', (code) => reject(new Error(`The ${kind} server ended with ${code}.`)));
  });
  child.send({ kind, argument });
  const { url, headers } = await ready;
  return {
    url,
    headers,
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}
