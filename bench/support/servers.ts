import { Worker } from './worker';

/** Where a server is, what is sent to it, and of ours the credentials of its ADMIN. */
export interface Started {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly client?: { readonly client_id: string; readonly client_secret: string };
}

export interface BenchServer extends Started {
  /** Microseconds of processor time that its process has taken, in all its threads. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

export type Kind = 'ours' | 'apollo-defaults' | 'json-stringify' | 'typeorm-writes';

/**
 * Starts a server in a process of its own; `argument` is the DATABASE_URL, the SQLite file (apollo-defaults), or the text to answer.
 * Settings are for ours.
 */
export async function startServer(kind: Kind, argument: string, settings: Readonly<Record<string, string>> = {}): Promise<BenchServer> {
  const worker = new Worker('support/server-process.js');
  const started = await worker.ask<Started>({ kind, argument, settings });
  return { ...started, cpu: () => worker.ask('cpu'), stop: () => worker.stop() };
}
