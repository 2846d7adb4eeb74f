import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command that goes on running. */
export interface RunningCommand {
  readonly child: ChildProcess;
  /** Resolves to all that was printed so far, once that holds the text. @throws Error with all of it where the process ends first */
  printed(text: string): Promise<string>;
  /** Asks it to stop, and waits for its end. */
  stop(): Promise<Finished>;
}

/** The command line as it is shipped: compiled, and run as a process of its own. */
export class BuiltCommand {
  private constructor(private readonly directory: string) {}

  /** Compiles into a folder of its own, beside the build that may be in use. */
  static make(): BuiltCommand {
    const dist = join(root, 'dist');
    mkdirSync(dist, { recursive: true });
    const directory = mkdtempSync(join(dist, 'command-'));
    const typescript = dirname(createRequire(__filename).resolve('typescript/package.json'));
    const args = [join(typescript, 'bin/tsc'), '-p', 'tsconfig.build.json', '--noCheck', '--incremental', 'false', '--outDir', directory];
    const { status, stdout } = spawnSync(process.execPath, [...args, '--tsBuildInfoFile', 'null'], { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(`The build failed: ${stdout}`);
    return new BuiltCommand(directory);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  async run(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Finished> {
    return new Started(this.spawn(args, environment)).finished;
  }

  start(args: readonly string[], environment: Readonly<Record<string, string>>): RunningCommand {
    return new Started(this.spawn(args, environment));
  }

  /** In an empty folder, and with nothing in the environment but what is given: no .env and no setting of this process leaks in. */
  private spawn(args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
    const env = { PATH: process.env['PATH'], ...environment };
    return spawn(process.execPath, [join(this.directory, 'src/cli/main.js'), ...args], {
      cwd: this.directory,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}

class Started implements RunningCommand {
  readonly finished: Promise<Finished>;
  private out = '';
  private err = '';

  constructor(readonly child: ChildProcess) {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => (this.out += text));
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.err += text));
    this.finished = once(child, 'close').then(([code]) => ({ code: code as number | null, out: this.out, err: this.err }));
  }

  async printed(text: string): Promise<string> {
    let ended = false;
    void this.finished.then(() => (ended = true));
    while (!this.out.includes(text)) {
      if (ended) throw new Error(`It ended without printing ${JSON.stringify(text)}:\n${this.out}\n${this.err}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return this.out;
  }

  stop(): Promise<Finished> {
    this.child.kill('SIGTERM');
    return this.finished;
  }
}
