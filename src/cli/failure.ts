/** Exit codes of the command line: 0 done, 1 failed or refused, 2 wrong usage. */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const;

/** A failure that is meant for the person at the terminal: what went wrong, and what to do next. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    message: string,
    /** Lines that say what to do, or what is wrong in detail. */
    readonly advice: readonly string[] = [],
    readonly exitCode: number = exitCodes.failed,
  ) {
    super(message);
  }
}
