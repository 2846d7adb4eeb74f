import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { run } from '../../src/cli/run';

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process, with variables of the environment for the time of it (undefined takes one away). */
export async function openLedger(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<CommandResult> {
  const [out, err]: [string[], string[]] = [[], []];
  const before = { ...process.env };
  set({ OPEN_LEDGER_CLIENT_ID: undefined, OPEN_LEDGER_CLIENT_SECRET: undefined, ...environment });
  try {
    const written: Buffer[] = [];
    const output = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written.push(chunk);
        done();
      },
    });
    const terminal = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text), output, interactive: false };
    const code = await run(args, terminal);
    return { code, out: Buffer.concat(written).toString() + out.join('\n'), err: err.join('\n') };
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    set(before);
  }
}

function set(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

/** Hands on the path of a file that holds the content as JSON; the file is gone afterwards. */
export function withBooks<T>(content: unknown, use: (path: string) => Promise<T>): Promise<T> {
  return withFile('books.json', JSON.stringify(content), use);
}

/** Hands on the path of a file with the name and content, in a directory of its own; both are gone afterwards. */
export async function withFile<T>(name: string, content: string, use: (path: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'open-ledger-books-'));
  try {
    const path = join(directory, name);
    await writeFile(path, content);
    return await use(path);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
