import type { RequestLoaders } from '../shared/loaders';
import { AppError } from '../shared/errors';
import type { Principal } from './principal';
import type { RequestOutcome } from './request-outcome';

/** What every resolver is given about its request. */
export interface RequestContext {
  readonly requestId: string;
  /** Null for an anonymous caller. */
  readonly principal: Principal | null;
  /** Address of the caller. */
  readonly ip: string;
  readonly loaders: RequestLoaders;
  readonly outcome: RequestOutcome;
  /** Of the Idempotency-Key header; then the operation has one mutation, which takes a key. */
  readonly idempotencyKey?: string | undefined;
}

/** The caller of a field that anonymous callers never reach. @throws AppError UNAUTHENTICATED */
export function callerOf(context: RequestContext): Principal {
  if (!context.principal) throw new AppError('UNAUTHENTICATED', 'Send a bearer token in the Authorization header.');
  return context.principal;
}
