import { OK } from '../shared/answer-status';
import type { RequestSignal } from './signals';

/** A request at a token door: an OAuth endpoint, or the mutation that does the same. */
export function isTokenRequest({ operationType, rootFields }: RequestSignal): boolean {
  return operationType === 'oauth' || rootFields.some(([field]) => field === 'token');
}

/** Whether the client is whom the request is counted for: it showed a token, or proved itself for one. */
export function isProven(request: RequestSignal): boolean {
  if (request.clientFailure !== null || request.status === 'UNAUTHENTICATED') return false;
  return !isTokenRequest(request) || request.status === OK;
}

/** Whether a client was given a token. */
export function gotToken(request: RequestSignal): boolean {
  return request.credentialKey !== 0 && isProven(request) && request.rootFields.some(([field]) => field === 'token');
}
