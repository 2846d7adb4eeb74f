import { randomUUID } from 'node:crypto';
import type { Clock } from '../shared/clock';
import { traced, type Tracer } from '../shared/tracer';
import { signAccessToken, TOKEN_LIFETIME } from './access-token';
import type { ClientAudit } from './client-audit';
import type { Standing } from './client-directory';
import type { ClientRequest } from './client-request';
import { introspectToken, type IntrospectTokenParts, type TokenState } from './introspect-token';
import { OAuthError } from './oauth-error';
import type { Permission } from './permissions';
import { revokeToken, type RequestAboutToken, type RevokeTokenParts } from './revoke-token';
import { heldAnywhere, narrower } from './rights';
import { formatScope, parseScope } from './scope';
import type { SigningKeys } from './signing-keys';

export interface TokenRequest extends ClientRequest {
  /** Space-separated permissions; all that the client has where it is left out. */
  readonly scope?: string | null | undefined;
  readonly audience?: string | null | undefined;
}

export interface IssuedToken {
  readonly accessToken: string;
  readonly tokenType: 'Bearer';
  /** Seconds. */
  readonly expiresIn: number;
  /** Space-separated permissions; empty where the client has none. */
  readonly scope: string;
}

export interface TokenServiceParts extends IntrospectTokenParts, RevokeTokenParts {
  readonly keys: SigningKeys;
  readonly clock: Clock;
  readonly audience: string;
  readonly audit: ClientAudit;
  readonly tracer?: Tracer | undefined;
}

/** What clients do with tokens. Both doors, OAuth's and GraphQL's, lead here. */
export class TokenService {
  constructor(private readonly parts: TokenServiceParts) {}

  /**
   * Exchanges client credentials for an access token (RFC 6749, section 4.4).
   * @throws OAuthError invalid_client, invalid_scope, invalid_target
   * @throws AppError THROTTLED
   */
  issue(request: TokenRequest): Promise<IssuedToken> {
    const issue = () => this.parts.audit.watch('token', request, () => this.issueTo(request));
    return traced(this.parts.tracer, { name: 'issue token' }, issue);
  }

  /** Nothing is done, or told, of a token that is not the client's. @throws OAuthError invalid_client */
  revoke(request: RequestAboutToken): Promise<void> {
    return this.parts.audit.watch('revokeToken', request, () => revokeToken(this.parts, request));
  }

  /** @throws OAuthError invalid_client */
  introspect(request: RequestAboutToken): Promise<TokenState> {
    return this.parts.audit.watch('introspectToken', request, () => introspectToken(this.parts, request));
  }

  private async issueTo(request: TokenRequest): Promise<IssuedToken> {
    const { clients, clock, keys, issuer, audience, audit } = this.parts;
    const client = await clients.authenticate(request.client, request);
    const { clientId, secret, standing } = client;
    if (request.audience && request.audience !== audience) {
      throw new OAuthError('invalid_target', 'This server issues no tokens for that audience.');
    }
    const asked = askedFor(request.scope);
    const permissions = granted(standing, asked);
    const tokenId = randomUUID();
    const { roles } = standing.rights;
    const content = { id: tokenId, issuer, audience, clientId, secretId: secret?.id, permissions, roles, issuedAt: clock.now() };
    const unrestricted = asked === null && standing.scope === null;
    const accessToken = await signAccessToken({ ...content, unrestricted }, keys.current());
    const scope = formatScope(permissions);
    audit.issued(request, client, { tokenId, scope });
    return { accessToken, tokenType: 'Bearer', expiresIn: TOKEN_LIFETIME, scope };
  }
}

function askedFor(scope: string | null | undefined): ReadonlySet<Permission> | null {
  if (!scope) return null;
  const asked = parseScope(scope);
  if (!asked) throw new OAuthError('invalid_scope', 'The scope must name permissions, separated by single spaces.');
  return asked;
}

/** What the developer holds anywhere, cut to the credential's scope and to what was asked for. */
function granted(standing: Standing, asked: ReadonlySet<Permission> | null): ReadonlySet<Permission> {
  const available = narrower(heldAnywhere(standing.rights), standing.scope)!;
  if (asked === null) return available;
  for (const permission of asked) {
    if (!available.has(permission)) throw new OAuthError('invalid_scope', 'The scope asks for permissions that this client does not have.');
  }
  return asked;
}
