import { SignJWT } from 'jose';
import type { Permission } from './permissions';
import { formatScope } from './scope';
import { SIGNING_ALGORITHM, type UsableKey } from './signing-keys/signing-key';

/** Seconds that a token is good for. */
export const TOKEN_LIFETIME = 3600;

/** The type in the header of an access token (RFC 9068, section 2.1). */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

/**
 * Private claim of our tokens: true where neither the credential nor the request limited the scope. Such a token is worth what its
 * developer holds, so that rights gained after it was issued count at once.
 */
export const UNRESTRICTED_CLAIM = 'unrestricted';

/** Private claim of our tokens: the id of the secret by which the client got it; left out where that was a key. */
export const SECRET_CLAIM = 'secret_id';

export interface AccessTokenContent {
  /** Its `jti`. */
  readonly id: string;
  readonly issuer: string;
  readonly audience: string;
  readonly clientId: string;
  readonly secretId: string | undefined;
  readonly permissions: ReadonlySet<Permission>;
  readonly unrestricted: boolean;
  readonly roles: readonly string[];
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
}

/** A signed access token by the JWT profile for OAuth 2.0 access tokens (RFC 9068, section 2.2). */
export function signAccessToken(content: AccessTokenContent, key: UsableKey): Promise<string> {
  const issuedAt = Math.floor(content.issuedAt / 1000);
  const claims = {
    client_id: content.clientId,
    scope: formatScope(content.permissions),
    roles: content.roles,
    ...(content.secretId === undefined ? {} : { [SECRET_CLAIM]: content.secretId }),
    ...(content.unrestricted ? { [UNRESTRICTED_CLAIM]: true } : {}),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: ACCESS_TOKEN_TYPE, kid: key.kid })
    .setIssuer(content.issuer)
    .setAudience(content.audience)
    .setSubject(content.clientId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + TOKEN_LIFETIME)
    .setJti(content.id)
    .sign(key.privateKey);
}
