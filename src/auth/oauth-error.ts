/**
 * What a token request can be refused for: RFC 6749, section 5.2, and RFC 8707, section 2 (invalid_target).
 * `invalid_client` is always 401, so that no client has to know by which method it failed.
 */
const statuses = {
  invalid_request: 400,
  invalid_client: 401,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  invalid_target: 400,
} as const;

export type OAuthErrorCode = keyof typeof statuses;

/** A refused token request. The description holds neither quotes nor anything of the input (RFC 6749, section 5.2). */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';

  constructor(
    readonly error: OAuthErrorCode,
    readonly description: string,
    readonly status: number = statuses[error],
  ) {
    super(`${error}: ${description}`);
  }
}

/** The one answer to an unknown client, a wrong, expired or revoked secret, and a suspended developer. */
export function invalidClient(): OAuthError {
  return new OAuthError('invalid_client', 'The client id or the client secret is wrong.');
}
