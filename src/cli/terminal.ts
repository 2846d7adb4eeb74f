import type { Writable } from 'node:stream';

/** Where a command writes: results to `out`, progress and failures to `err`. Each call is a line, or several. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** The standard output, for what is too large to be told in one call. */
  readonly output: Writable;
  /** Whether a person watches the progress: a bar is drawn on process.stderr only then. */
  readonly interactive: boolean;
}

export const processTerminal: Terminal = {
  out: (text) => console.log(text),
  err: (text) => console.error(text),
  output: process.stdout,
  interactive: process.stderr.isTTY ?? false,
};
