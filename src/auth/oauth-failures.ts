import { AppError } from '../shared/errors';
import type { OAuthError, OAuthErrorCode } from './oauth-error';

/** A refusal of the token service in the words of the GraphQL API. */
export function toAppError(error: OAuthError): AppError {
  const { description: message } = error;
  const argument = argumentOf(error.error);
  if (argument === undefined) return new AppError('UNAUTHENTICATED', message);
  const violations = [{ code: error.error.toUpperCase(), message, path: argument }];
  return new AppError('BAD_USER_INPUT', message, { violations });
}

/** The argument of the token mutation to blame; undefined where the client is. */
function argumentOf(code: OAuthErrorCode): readonly string[] | undefined {
  switch (code) {
    case 'invalid_client':
      return undefined;
    case 'invalid_scope':
      return ['scope'];
    case 'invalid_target':
      return ['audience'];
    case 'invalid_request':
    case 'unsupported_grant_type':
      return [];
  }
}
