import { decodeJwt } from 'jose';
import type { ClientAuthenticator } from './authenticate-client';
import type { Authenticator } from './authenticator';
import { doerOf, type ClientRequest } from './client-request';
import { InvalidToken } from './invalid-token';
import type { Principal } from './principal';
import type { RevokedTokens } from './revoked-tokens';
import type { OwnToken } from './verified-token';

/** A client that asks about a token, or wants it gone. */
export interface RequestAboutToken extends ClientRequest {
  readonly token: string;
}

export interface RevokeTokenParts {
  readonly clients: ClientAuthenticator;
  readonly bearers: Authenticator;
  readonly revoked: RevokedTokens;
  readonly issuer: string;
}

/**
 * Revokes a token of the client that asks (RFC 7009). Nothing is done, or told, of a token that is another client's, unknown, expired or
 * revoked already.
 * @throws OAuthError invalid_client
 */
export async function revokeToken(parts: RevokeTokenParts, request: RequestAboutToken): Promise<void> {
  const { clients, revoked } = parts;
  const { clientId, standing } = await clients.authenticate(request.client, request);
  const token = (await admittedToken(parts, request.token))?.token;
  if (token?.clientId === clientId) await revoked.add(token.id, token.expiresAt, doerOf(request, standing));
}

/** A token of ours with what it is worth; undefined where a request with it would be refused, and for any other issuer's. */
export async function admittedToken(
  { bearers, issuer }: Pick<RevokeTokenParts, 'bearers' | 'issuer'>,
  text: string,
): Promise<{ readonly token: OwnToken; readonly principal: Principal } | undefined> {
  // Tokens of outside issuers are for those to tell of: their keys are not asked for.
  if (issuerOf(text) !== issuer) return undefined;
  try {
    const { token, principal } = await bearers.admit(text);
    return token.outside === null ? { token, principal } : undefined;
  } catch (error) {
    if (error instanceof InvalidToken) return undefined;
    throw error;
  }
}

/** As the token says itself: nothing is verified. */
function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}
