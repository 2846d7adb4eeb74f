import type { Logger } from 'pino';
import { isProtocolErrorCode } from './protocol-errors';
import { GraphQLError } from 'graphql';
import { AppError } from '../../shared/errors';
import { isBadArgument, originOf } from './error-origin';

/** Logs what we must look into: failures that nobody designed, and the causes of those that were. A caller's own mistakes are none. */
export function logFailures(logger: Logger, requestId: string, errors: readonly unknown[]): void {
  for (const error of errors) {
    const origin = originOf(error);
    const path = error instanceof GraphQLError ? error.path?.join('.') : undefined;
    if (origin instanceof AppError) {
      if (origin.cause !== undefined)
        logger.warn({ requestId, path, code: origin.code, err: origin.cause }, 'refused for a reason of ours');
    } else if (!isCallersMistake(error, origin)) {
      logger.error({ requestId, path, err: origin }, 'a request failed');
    }
  }
}

function isCallersMistake(error: unknown, origin: unknown): boolean {
  if (!(error instanceof GraphQLError)) return false;
  const code = error.extensions['code'];
  return isProtocolErrorCode(code) || isBadArgument(error) || (code === 'BAD_USER_INPUT' && origin instanceof GraphQLError);
}
