import { decodeJwt } from 'jose';
import type { AuthenticatedClient, ClientAuthenticator } from './authenticate-client';
import type { Authenticator } from './authenticator';
import { admittedToken, type RequestAboutToken } from './revoke-token';
import { limitRights } from './rights';
import { formatScope } from './scope';

export interface IntrospectTokenParts {
  readonly clients: ClientAuthenticator;
  readonly bearers: Authenticator;
  readonly issuer: string;
}

/** Times in seconds since 1970. */
export interface ActiveToken {
  readonly active: true;
  /** What it lets its bearer do right now; left out where that is nothing. */
  readonly scope?: string;
  readonly client_id: string;
  readonly token_type: 'Bearer';
  readonly exp: number;
  readonly iat: number;
  readonly nbf: number;
  readonly sub: string;
  readonly aud: string | readonly string[];
  readonly iss: string;
  readonly jti: string;
}

export type TokenState = ActiveToken | { readonly active: false };

/**
 * Tells a client of a token (RFC 7662): of its own, and where its developer may see every developer, of any that this server issued.
 * A token is active exactly where a request with it would be let in.
 * @throws OAuthError invalid_client
 */
export async function introspectToken(parts: IntrospectTokenParts, request: RequestAboutToken): Promise<TokenState> {
  const client = await parts.clients.authenticate(request.client, request);
  const admitted = await admittedToken(parts, request.token);
  if (!admitted || !isVisible(client, admitted.token.clientId)) return { active: false };
  const { aud, sub, jti, iat, exp } = decodeJwt(request.token);
  const scope = formatScope(admitted.principal.permissions);
  return {
    active: true,
    ...(scope === '' ? {} : { scope }),
    client_id: admitted.token.clientId,
    token_type: 'Bearer',
    exp: exp!,
    iat: iat!,
    nbf: iat!,
    sub: sub!,
    aud: aud!,
    iss: parts.issuer,
    jti: jti!,
  };
}

function isVisible({ clientId, standing }: AuthenticatedClient, owner: string): boolean {
  return owner === clientId || limitRights(standing.rights, standing.scope).everywhere.has('developers:read');
}
