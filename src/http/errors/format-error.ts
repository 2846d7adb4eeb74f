import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { errorTable, type ErrorCode } from '../../shared/errors';
import { tooComplex } from '../limits/too-complex';
import { appErrorIn, isBadArgument, originOf } from './error-origin';
import { variableViolation } from './input-violations';
import { isProtocolErrorCode } from './protocol-errors';

const INTERNAL_MESSAGE = 'Something failed on our side. Quote the requestId when you report it.';

/**
 * The only way in which a failure leaves the server. Designed refusals and GraphQL's own complaints are told as they are; whatever else
 * was thrown is told by one sentence, since its message may hold SQL, paths or secrets. The request id is added to the answer later.
 */
export function createErrorFormatter({ maxTokens }: { readonly maxTokens: number }) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const refusal =
      appErrorIn(error) ?? (isTokenLimit(formatted) ? tooComplex('The document has too many tokens', 'maxTokens', maxTokens) : undefined);
    if (refusal) {
      const { violations, retryAfterSeconds } = refusal;
      return answer(formatted, refusal.message, refusal.code, errorTable[refusal.code].retryable, {
        ...(violations.length > 0 && { violations }),
        ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
      });
    }
    const code = formatted.extensions?.['code'];
    // A parser that ran out of stack says so in words of its own.
    if (code === 'GRAPHQL_PARSE_FAILED' && !(originOf(error) instanceof GraphQLError)) {
      return answer(formatted, 'The document could not be parsed.', code, false);
    }
    if (isProtocolErrorCode(code)) return answer(formatted, withoutHints(formatted.message), code, false);
    if (code === 'BAD_USER_INPUT' || isBadArgument(error)) return badInput(formatted);
    return answer(formatted, INTERNAL_MESSAGE, 'INTERNAL_SERVER_ERROR', errorTable.INTERNAL_SERVER_ERROR.retryable);
  };
}

function badInput(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const message = withoutHints(formatted.message);
  const violation = variableViolation(message);
  return answer(formatted, message, 'BAD_USER_INPUT' satisfies ErrorCode, false, violation && { violations: [violation] });
}

function answer(
  { locations, path }: GraphQLFormattedError,
  message: string,
  code: string,
  retryable: boolean,
  details: Record<string, unknown> = {},
): GraphQLFormattedError {
  return { message, ...(locations && { locations }), ...(path && { path }), extensions: { code, retryable, ...details } };
}

/** Words of graphql-js's parser. */
function isTokenLimit({ message }: GraphQLFormattedError): boolean {
  return /^Syntax Error: Document contains more tha[nt] \d+ tokens/.test(message);
}

function withoutHints(message: string): string {
  return message.replace(/ ?Did you mean .+\?$/s, '');
}
