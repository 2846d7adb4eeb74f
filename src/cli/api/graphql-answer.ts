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

const adviceFor: Readonly<Record<string, readonly string[]>> = {
  FORBIDDEN: ['Importing needs the role INTEGRATOR or ADMIN, or BOOKKEEPER access to the company: ask an ADMIN for grantAccess.'],
  NOT_FOUND: ['Check --company-id, and that the credential has access to the company.'],
  TOO_COMPLEX: ['Try a smaller --batch-size.'],
};

/**
 * The data of a GraphQL answer. `idempotent` says whether the request may be sent again when it is unknown what became of it.
 * @throws RefusedError, or TransientError where sending the request again may help
 */
export function dataOf<T>({ status, retryAfterSeconds, body }: HttpAnswer, idempotent: boolean): T {
  const answer = body as { data?: unknown; errors?: readonly GraphQLFailure[] } | null;
  const failure = answer?.errors?.[0];
  if (status < 300 && !failure && answer?.data) return answer.data as T;
  const { code = '', retryable = status === 429 || status >= 502, requestId, violations = [] } = failure?.extensions ?? {};
  const message = failure?.message ?? `The server answers with status ${status}.`;
  const advice = [
    ...(adviceFor[code] ?? (status === 413 ? adviceFor['TOO_COMPLEX']! : [])),
    ...(requestId ? [`Request id: ${requestId}`] : []),
  ];
  if (retryable && (idempotent || untouched.has(code) || status === 429 || status === 503)) {
    throw new TransientError(message, [...advice, 'The import can be run again: what was posted is not posted twice.'], retryAfterSeconds);
  }
  throw new RefusedError(code, message, advice, violations);
}
