import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

interface Reply {
  readonly value?: unknown;
  readonly error?: string;
}

/** A process that answers one question at a time. */
export class Worker {
  private readonly child: ChildProcess;
  private readonly exited: Promise<void>;

  /** `script` is the compiled file, seen from dist/bench. */
  constructor(private readonly script: string) {
    this.child = fork(join(__dirname, '..', script), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.exited = new Promise((resolve) => this.child.once('exit', () => resolve()));
  }

  async ask<Answer>(question: unknown): Promise<Answer> {
    const { value, error } = await new Promise<Reply>((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`${this.script} ended with ${code}.`));
      this.child.once('exit', ended);
      this.child.once('message', (reply) => {
        this.child.off('exit', ended);
        resolve(reply as Reply);
      });
      this.child.send(question as object);
    });
    if (error !== undefined) throw new Error(`${this.script}: ${error}`);
    return value as Answer;
  }

  /** Lets the process end in order. */
  stop(): Promise<void> {
    this.child.kill('SIGTERM');
    return this.exited;
  }
}

/** The other side of a Worker. */
export function answerQuestions(answer: (question: unknown) => unknown): void {
  process.on('message', (question) => {
    Promise.resolve()
      .then(() => answer(question))
      .then(
        (value) => process.send!({ value } satisfies Reply),
        (error: unknown) =>
          process.send!({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies Reply),
      );
  });
}
