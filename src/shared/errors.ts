/**
 * Every failure that a caller can meet, and how it is told. The README's error table is checked against this one.
 * `retryable` says whether the same request may succeed when it is sent again unchanged.
 */
export const errorTable = {
  UNAUTHENTICATED: { retryable: false, status: 401, meaning: 'No valid bearer token came with the request.' },
  FORBIDDEN: { retryable: false, status: 403, meaning: 'The caller lacks the permission that the field or the operation needs.' },
  NOT_FOUND: { retryable: false, status: 404, meaning: 'There is no such object, or the caller cannot see it.' },
  BAD_USER_INPUT: { retryable: false, status: 400, meaning: 'The input breaks one or more rules; each is listed in violations.' },
  UNBALANCED: { retryable: false, status: 400, meaning: 'Debits and credits of the transaction differ in a currency.' },
  BOOKS_CLOSED: { retryable: false, status: 409, meaning: 'The date lies in a period whose books are closed.' },
  ALREADY_POSTED: { retryable: false, status: 409, meaning: 'The transaction is posted, and a posted one never changes.' },
  ALREADY_REVERSED: { retryable: false, status: 409, meaning: 'The transaction has been reversed before.' },
  ALREADY_VOIDED: { retryable: false, status: 409, meaning: 'The transaction has been voided.' },
  ACCOUNT_ARCHIVED: { retryable: false, status: 409, meaning: 'An entry names an account that is archived.' },
  IDEMPOTENCY_CONFLICT: { retryable: false, status: 409, meaning: 'The idempotency key was used before with other content.' },
  CONFLICT: { retryable: true, status: 409, meaning: 'The change collides with another one; look again, then retry.' },
  TOO_COMPLEX: { retryable: false, status: 400, meaning: 'The operation breaks a limit on size, depth, aliases or cost.' },
  THROTTLED: { retryable: true, status: 429, meaning: 'Too many attempts, or a quota is used up; wait as long as Retry-After says.' },
  OVERLOADED: { retryable: true, status: 503, meaning: 'The server has more work than it can hold; wait as long as Retry-After says.' },
  INTERNAL_SERVER_ERROR: { retryable: true, status: 500, meaning: 'Something failed on our side; quote the requestId when you report it.' },
} as const satisfies Record<string, { retryable: boolean; status: number; meaning: string }>;

export type ErrorCode = keyof typeof errorTable;

/** One broken rule; `path` leads to the input that broke it, from the argument's name downwards. */
export interface Violation {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
}

/** What a refusal for want of rights is about, for the audit trail; never shown to a caller. */
export interface Denial {
  /** Those of which one was needed. */
  readonly permissions?: readonly string[];
  /** Internal key. */
  readonly companyKey?: number;
  readonly objectId?: string;
}

interface Details {
  readonly violations?: readonly Violation[];
  /** For the log only; never shown to a caller. */
  readonly cause?: unknown;
  readonly retryAfterSeconds?: number;
  readonly denial?: Denial;
}

/** A refusal that was designed: `message` is meant for the caller, `cause` for the log. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly violations: readonly Violation[];
  readonly retryAfterSeconds: number | undefined;
  readonly denial: Denial | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: Details = {},
  ) {
    super(message, { cause: details.cause });
    this.violations = details.violations ?? [];
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.denial = details.denial;
  }
}

/** What a caller hears of something that does not exist or that it may not see: the two are told apart by nobody. */
export function notFound(what: string, denial?: Denial): AppError {
  return new AppError('NOT_FOUND', `There is no such ${what}, or you cannot see it.`, { denial });
}
