import type { ClientAuthenticator, PresentedClient } from './authenticate-client';
import type { AdmittedToken, Authenticator } from './authenticator';
import { InvalidToken } from './invalid-token';
import type { RevokedTokens } from './revoked-tokens';

/** A client that asks about a token, or wants it gone. */
export interface RequestAboutToken {
  readonly client: PresentedClient;
  /** Address that the request comes from. */
  readonly address: string;
  readonly token: string;
}

export interface RevokeTokenParts {
  readonly clients: ClientAuthenticator;
  readonly bearers: Authenticator;
  readonly revoked: RevokedTokens;
}

/**
 * Revokes a token of the client that asks (RFC 7009). Nothing is done, or told, of a token that is another client's, unknown, expired or
 * revoked already.
 * @throws OAuthError invalid_client
 */
export async function revokeToken({ clients, bearers, revoked }: RevokeTokenParts, request: RequestAboutToken): Promise<void> {
  const { clientId } = await clients.authenticate(request.client, request.address);
  const token = (await admittedOr(bearers, request.token))?.token;
  if (token && !token.outside && token.clientId === clientId) await revoked.add(token.id, token.expiresAt);
}

/** The token with what it is worth; undefined where a request with it would be refused. */
export async function admittedOr(bearers: Authenticator, token: string): Promise<AdmittedToken | undefined> {
  try {
    return await bearers.admit(token);
  } catch (error) {
    if (error instanceof InvalidToken) return undefined;
    throw error;
  }
}
