import { AppError } from '../shared/errors';

const realm = 'open-ledger';

/** A bearer token that is not accepted. The message says why without quotes, so that it can stand in WWW-Authenticate as it is. */
export class InvalidToken extends AppError {
  constructor(reason: string) {
    super('UNAUTHENTICATED', reason);
  }
}

export function malformedClaims(): InvalidToken {
  return new InvalidToken('The claims of the token are malformed.');
}

/** The value of WWW-Authenticate (RFC 6750, section 3): with the reason where a token was refused, without an error where none came. */
export function bearerChallenge(error?: unknown): string {
  if (!(error instanceof InvalidToken)) return `Bearer realm="${realm}"`;
  return `Bearer realm="${realm}", error="invalid_token", error_description="${error.message}"`;
}
