import type { Doer } from '../database';
import type { PresentedClient } from './authenticate-client';
import type { Standing } from './client-directory';
import { addressPrefix } from './token-attempts/address-prefix';

/** A request with which a client proves who it is. */
export interface ClientRequest {
  readonly client: PresentedClient;
  /** Address that the request comes from. */
  readonly address: string;
  readonly requestId: string;
}

/** A client as the audit trail names it; one that is not known is nobody: what was sent in place of its id may be a secret. */
export function doerOf({ address, requestId }: Omit<ClientRequest, 'client'>, standing: Standing | undefined): Doer {
  const [developerKey, credentialKey] = [standing?.developer.key ?? null, standing?.credentialKey ?? null];
  return { developerKey, credentialKey, subject: 'unknown', requestId, address: addressPrefix(address) };
}
