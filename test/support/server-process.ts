import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(__dirname, '../..');

export interface SourceProcess {
  readonly child: ChildProcess;
  /** Everything written so far, on either stream. */
  readonly output: () => string;
  /** Resolves with the code, or the signal's name, when the process has ended and all that it wrote has been read. */
  readonly ended: Promise<number | string>;
}

/** Runs a source file as a process of its own, with nothing of this environment but what is given. */
export function spawnSource(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  cwd: string,
): SourceProcess {
  const register = join(root, 'test/support/swc-register.cjs');
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['-r', register, join(root, file), ...args], { cwd, env: { PATH, ...environment } });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  return { child, output: () => output, ended };
}

export interface ServerProcess extends SourceProcess {
  readonly url: string;
}

/** Starts the server as `npm start` does, on a free port. @throws Error with its output where it ends before it listens */
export async function spawnServer(environment: Readonly<Record<string, string>>, cwd: string): Promise<ServerProcess> {
  const server = spawnSource('src/main.ts', [], { PORT: '0', ...environment }, cwd);
  for (;;) {
    const url = /Server listening at (http:[^"\s]+)/.exec(server.output())?.[1];
    if (url) return { ...server, url };
    const ended = await Promise.race([server.ended, once(server.child.stdout!, 'data').then(() => undefined)]);
    if (ended !== undefined) throw new Error(`The server ended with ${ended}: ${server.output()}`);
  }
}
