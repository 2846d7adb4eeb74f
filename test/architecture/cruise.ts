import { execFile } from 'node:child_process';
import { join } from 'node:path';

export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

export interface Cruise {
  readonly violations: readonly Violation[];
  /** Every import seen, as "from -> to", paths relative to the cruised directory. */
  readonly imports: readonly string[];
}

const root = join(__dirname, '..', '..');

/** Reads the imports of `targets` in `directory` by the project's rules. Throws when the tool itself fails. */
export async function cruise(directory: string, targets: readonly string[]): Promise<Cruise> {
  const command = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const config = join(root, '.dependency-cruiser.cjs');
  const answer = JSON.parse(await output([command, '--config', config, '--output-type', 'json', ...targets], directory)) as Answer;
  return {
    violations: answer.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    imports: answer.modules.flatMap(({ source, dependencies }) => dependencies.map(({ resolved }) => `${source} -> ${resolved}`)),
  };
}

/** The part of dependency-cruiser's JSON report that is read here. */
interface Answer {
  readonly modules: readonly { readonly source: string; readonly dependencies: readonly { readonly resolved: string }[] }[];
  readonly summary: {
    readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string; readonly to: string }[];
  };
}

/** Its exit code counts violations; those are in the report, so only an empty report is a failure. */
function output(args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (stdout) resolve(stdout);
      else reject(new Error(`dependency-cruiser failed: ${stderr}`, { cause: error }));
    });
  });
}
