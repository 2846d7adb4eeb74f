import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { AppError, errorTable } from '../../shared/errors';
import { protocolErrorTable, type ProtocolErrorCode } from './protocol-errors';

/** A refusal of the whole request: an HTTP status, and an answer without data. */
export function wholeRequestRefusal(refusal: AppError, headers: Readonly<Record<string, string>> = {}, status?: number): GraphQLError {
  const retryAfter = refusal.retryAfterSeconds === undefined ? {} : { 'retry-after': String(refusal.retryAfterSeconds) };
  return new GraphQLError(refusal.message, {
    originalError: refusal,
    extensions: {
      code: refusal.code,
      http: { status: status ?? errorTable[refusal.code].status, headers: new HeaderMap(Object.entries({ ...retryAfter, ...headers })) },
    },
  });
}

/** A refusal of a request that is not understood. */
export function protocolRefusal(code: ProtocolErrorCode, message: string, status: number = protocolErrorTable[code].status): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status, headers: new HeaderMap() } } });
}
