import type { Doer } from '../database';
import type { AttemptOrigin, PresentedClient } from './authenticate-client';
import type { Standing } from './client-directory';
import { addressPrefix } from './token-attempts/address-prefix';

/** A request with which a client proves who it is. */
export interface ClientRequest extends AttemptOrigin {
  readonly client: PresentedClient;
  readonly requestId: string;
}

/** A client as the audit trail names it; one that is not known is nobody: what was sent in place of its id may be a secret. */
export function doerOf({ address, requestId }: Pick<ClientRequest, 'address' | 'requestId'>, standing: Standing | undefined): Doer {
  const [developerKey, credentialKey] = [standing?.developer.key ?? null, standing?.credentialKey ?? null];
  return { developerKey, credentialKey, subject: 'unknown', requestId, address: addressPrefix(address) };
}
