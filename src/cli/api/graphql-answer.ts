import type { Violation } from '../../shared/errors';
import { CliError } from '../failure';
import type { HttpAnswer } from './http';
import { TransientError } from './transient';

interface GraphQLFailure {
  readonly message: string;
  readonly extensions?: {
    readonly code?: string;
    readonly retryable?: boolean;
    readonly requestId?: string;
    readonly violations?: readonly Violation[];
  };
}

/** A request that the API refused, with every rule that it broke. */
export class RefusedError extends CliError {
  constructor(
    readonly code: string,
    message: string,
    advice: readonly string[],
    readonly violations: readonly Violation[],
  ) {
    super(message, advice);
  }
}

/** Nothing was done where one of these came back, so that even what must not happen twice may be sent again. */
const untouched = new Set(['THROTTLED', 'OVERLOADED', 'CONFLICT']);

/** What the person at the terminal can do about refusals, by their codes. */
export type AdviceByCode = Readonly<Record<string, readonly string[]>>;

/**
 * The data of a GraphQL answer. `idempotent` says whether the request may be sent again when it is unknown what became of it.
 * @throws RefusedError, or TransientError where sending the request again may help
 */
export function dataOf<T>({ status, retryAfterSeconds, body }: HttpAnswer, idempotent: boolean, adviceFor: AdviceByCode = {}): T {
  const answer = body as { data?: unknown; errors?: readonly GraphQLFailure[] } | null;
  const failure = answer?.errors?.[0];
  if (status < 300 && !failure && answer?.data) return answer.data as T;
  const { code = '', retryable = status === 429 || status >= 502, requestId, violations = [] } = failure?.extensions ?? {};
  const message = failure?.message ?? `The server answers with status ${status}.`;
  const advice = [...(adviceFor[status === 413 ? 'TOO_COMPLEX' : code] ?? []), ...(requestId ? [`Request id: ${requestId}`] : [])];
  if (retryable && (idempotent || untouched.has(code) || status === 429 || status === 503)) {
    throw new TransientError(message, [...advice, 'The command can be run again: what was posted is not posted twice.'], retryAfterSeconds);
  }
  throw new RefusedError(code, message, advice, violations);
}
