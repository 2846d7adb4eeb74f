import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { bearerChallenge, outcomeOf, resourceMetadataUrl, type Principal, type PrincipalIdentity } from '../auth';
import type { Settings } from '../config';
import type { Allowance } from '../quotas';
import { AppError } from '../shared/errors';
import { wholeRequestRefusal } from './errors/refusals';

/**
 * Who sends a request: null for nobody. Anything but a valid bearer token is refused, never taken for nobody.
 * @throws AppError UNAUTHENTICATED
 */
export type Authenticate = (authorization: string | undefined) => Promise<Principal | null>;

/** What a caller may still use of its quota; undefined where it has none. A promise where that must be read first. */
export type AllowanceOf = (caller: PrincipalIdentity) => Allowance | undefined | Promise<Allowance>;

/**
 * The caller in a request, noted for the log and for metering; null for nobody.
 * @throws AppError, GraphQLError: see refusalOf
 */
export async function callerIn(request: FastifyRequest, authenticate: Authenticate): Promise<Principal | null> {
  refuseOtherWays(request);
  const caller = await authenticate(request.headers.authorization);
  const principal = caller && caller.inRequest({ id: request.id, address: request.ip });
  const outcome = outcomeOf(request);
  outcome.caller = principal?.identity;
  outcome.subject = principal?.identity.subject;
  return principal;
}

/** A failure of a whole request, with its HTTP status and headers, noted for the log and for metering. */
export function refusalOf(request: FastifyRequest, error: unknown): GraphQLError {
  const refusal = asRefusal(error);
  const { code } = refusal.extensions;
  outcomeOf(request).codes = [typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR'];
  return refusal;
}

function asRefusal(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  if (!(error instanceof AppError)) return new GraphQLError('Unexpected', { originalError: error as Error });
  return wholeRequestRefusal(error, error.code === 'UNAUTHENTICATED' ? { 'www-authenticate': bearerChallenge(error) } : {});
}

/** RFC 9728, section 5.1: whoever is challenged learns where to get a token. To be put behind the value of WWW-Authenticate. */
export function challengeHint({ publicUrl, tokenAudience }: Pick<Settings, 'publicUrl' | 'tokenAudience'>): string {
  const metadata = resourceMetadataUrl(publicUrl, tokenAudience);
  return metadata === undefined ? '' : `, resource_metadata="${metadata}"`;
}

/** RFC 6750, section 2: a token comes in the header, and once. Of several headers Node.js keeps the first, and a proxy may go by another. */
function refuseOtherWays(request: FastifyRequest): void {
  // RFC 9700, section 4.3.2: addresses end up in logs and histories.
  if ('access_token' in (request.query as object))
    throw wayRefused('A token in the address is not taken; send it in the Authorization header.');
  if ((request.raw.headersDistinct['authorization']?.length ?? 0) > 1)
    throw wayRefused('The Authorization header is given more than once.');
}

function wayRefused(message: string): GraphQLError {
  const challenge = `Bearer realm="open-ledger", error="invalid_request", error_description="${message}"`;
  return wholeRequestRefusal(new AppError('UNAUTHENTICATED', message), { 'www-authenticate': challenge }, 400);
}
