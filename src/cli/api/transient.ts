import { CliError } from '../failure';

/** A failure that may pass when the same is tried again. */
export class TransientError extends CliError {
  constructor(
    message: string,
    advice: readonly string[],
    /** How long the server asked to wait. */
    readonly retryAfterSeconds?: number,
  ) {
    super(message, advice);
  }
}

/** No answer came at all. */
export class UnreachableError extends TransientError {}

export type Sleep = (milliseconds: number) => Promise<void>;

const sleep: Sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const TRIES = 7;
const FIRST_WAIT = 250;
const LONGEST_WAIT = 10_000;
/** A server that asks for more is told of, not waited for. */
const LONGEST_ASKED = 120;

/**
 * Tries again what fails for a moment, after the time that the server asks for, or else after waits that double, each with some chance
 * in it so that clients spread out (a quarter of a second to ten seconds; some half a minute in all).
 * @throws what `action` throws last, and at once whatever is no TransientError or not `worthwhile`
 */
export async function withRetries<T>(
  action: () => Promise<T>,
  wait: Sleep = sleep,
  worthwhile: (error: TransientError) => boolean = () => true,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof TransientError) || !worthwhile(error) || attempt >= TRIES || (error.retryAfterSeconds ?? 0) > LONGEST_ASKED)
        throw error;
      const backOff = Math.min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT) * (0.5 + Math.random() / 2);
      await wait(Math.max((error.retryAfterSeconds ?? 0) * 1000, backOff));
    }
  }
}
