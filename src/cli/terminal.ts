/** Where a command writes: results to `out`, progress and failures to `err`. Each call is a line, or several. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether a person watches the progress: a bar is drawn on process.stderr only then. */
  readonly interactive: boolean;
}

export const processTerminal: Terminal = {
  out: (text) => console.log(text),
  err: (text) => console.error(text),
  interactive: process.stderr.isTTY ?? false,
};
