import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../shared/errors';
import { OAuthError } from '../oauth-error';
import { toAppError } from '../oauth-failures';

interface Refusal {
  readonly status: number;
  readonly error: string;
  readonly description: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers a failed request to an endpoint by RFC 6749, section 5.2. What was not designed is logged, and not described. */
export async function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { status, error: code, description, headers } = refusalOf(error);
  noteRefusal(request, error, status);
  if (status === 500) request.log.error({ requestId: request.id, err: error }, 'a request to an OAuth endpoint failed');
  await reply
    .code(status)
    .headers(headers ?? {})
    .send({ error: code, error_description: description });
}

/** For metering, in the words of the GraphQL API. */
function noteRefusal(request: FastifyRequest, error: unknown, status: number): void {
  const { outcome } = request;
  if (!outcome) return;
  const code = codeOf(error, status);
  outcome.codes = [code];
  outcome.rootFields = outcome.rootFields?.map((root) => ({ ...root, status: code }));
}

function codeOf(error: unknown, status: number): string {
  if (error instanceof OAuthError) return toAppError(error).code;
  if (error instanceof AppError) return error.code;
  return status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR';
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof OAuthError) {
    const { status, description } = error;
    // RFC 9110, section 15.5.2: every 401 says how to authenticate.
    return { status, error: error.error, description, ...(status === 401 ? { headers: challenge } : {}) };
  }
  if (error instanceof AppError) return waiting(error) ?? failed;
  return ofTheFramework((error as { readonly statusCode?: number }).statusCode) ?? failed;
}

const challenge = { 'www-authenticate': 'Basic realm="open-ledger", charset="UTF-8"' };
const failed: Refusal = { status: 500, error: 'server_error', description: 'Something failed on our side.' };

/** THROTTLED, OVERLOADED and CONFLICT, in the words that OAuth has for them. */
function waiting({ code, retryAfterSeconds }: AppError): Refusal | undefined {
  if (code !== 'THROTTLED' && code !== 'OVERLOADED' && code !== 'CONFLICT') return undefined;
  const headers = { 'retry-after': String(retryAfterSeconds ?? 1) };
  const reason = code === 'THROTTLED' ? 'Too many attempts have failed.' : 'Too many requests at once.';
  const description = `${reason} Try again after the time that Retry-After gives.`;
  return { status: code === 'THROTTLED' ? 429 : 503, error: 'temporarily_unavailable', description, headers };
}

/** What Fastify refuses before the body is read. */
function ofTheFramework(status: number | undefined): Refusal | undefined {
  if (status === undefined || status >= 500) return undefined;
  const descriptions: Readonly<Record<number, string>> = {
    413: 'The body is too large.',
    415: 'Send application/x-www-form-urlencoded or application/json, in UTF-8.',
  };
  return { status, error: 'invalid_request', description: descriptions[status] ?? 'The request is not understood.' };
}
