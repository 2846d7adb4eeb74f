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
    const terminal = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text), interactive: false };
    return { code: await run(args, terminal), out: out.join('\n'), err: err.join('\n') };
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
