import type { FastifyRequest } from 'fastify';
import type { PrincipalIdentity } from './principal';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null where nothing is to be told of the request beside what HTTP says; decorated by the server. */
    outcome: RequestOutcome | null;
  }
}

/** What became of one field at the root of an operation: once for each key of the answer. */
export interface RootFieldOutcome {
  readonly field: string;
  /** OK, or the code of what failed in it. */
  readonly status: string;
  /** Members of the lists, and fields, that were answered below it; it is one of them. */
  readonly rows: number;
  readonly fields: number;
}

/**
 * Why a client was refused that tried to prove who it is, which it is never told. REVOKED, SUSPENDED and EXPIRED are of those whose proof
 * is good.
 */
export type ClientFailure = 'WRONG_SECRET' | 'UNKNOWN_CLIENT' | 'EXPIRED' | 'REVOKED' | 'SUSPENDED' | 'BAD_ASSERTION';

/**
 * What a request was and what became of it, for the log and for metering: filled in while it is answered. It holds nothing of variables,
 * secrets or tokens, and is not part of any answer.
 */
export interface RequestOutcome {
  /** query or mutation; report for a statement as CSV, oauth for a request to an OAuth endpoint. */
  operationType?: string | undefined;
  operationName?: string | undefined;
  /** SHA-256 of the document, in hex. */
  operationHash?: string | undefined;
  rootFields?: readonly RootFieldOutcome[] | undefined;
  /** Codes of the errors in the answer, each once; undefined where there were none. */
  codes?: readonly string[] | undefined;
  subject?: string | undefined;
  /** Who called, where a bearer token said so. */
  caller?: PrincipalIdentity | undefined;
  /** As whom a client tried to authenticate: whatever was sent, so it may be a secret in the wrong place and is never written down. */
  presentedClientId?: string | undefined;
  /** Who the client proved to be, and by which secret; null by a key. */
  client?: { readonly developerKey: number; readonly credentialKey: number; readonly secretKey: number | null } | undefined;
  clientFailure?: ClientFailure | undefined;
  /** Hashes, of eight hexadecimal digits, of ids that led to nothing which the caller can see; at most 32. */
  missed?: readonly string[] | undefined;
  /** Fields that the operation could have read, and those that it did. */
  costAsked?: number | undefined;
  costUsed?: number | undefined;
  /** Members of all lists of the answer. */
  rows?: number | undefined;
  /** True where idempotency keys brought back earlier results, and nothing was written. */
  replayed?: boolean | undefined;
}

/** Where whoever handles a request notes what became of it. */
export function outcomeOf(request: FastifyRequest): RequestOutcome {
  return (request.outcome ??= {});
}
