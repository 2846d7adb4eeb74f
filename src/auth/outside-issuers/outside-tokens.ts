import { InvalidToken, malformedClaims } from '../invalid-token';
import { isPermission, type Permission } from '../permissions';
import { knownPermissions } from '../scope';
import type { SoundClaims } from '../trusted-issuer';
import type { OutsideToken } from '../verified-token';

/** The types of access tokens of outside issuers: Auth0's own form, and that of RFC 9068. */
export const plainType = 'jwt';
export const profileType = 'at+jwt';

/** Claims of an ID token (OpenID Connect Core 1.0, sections 2 and 3.3.2.11) and of a logout token (Back-Channel Logout 1.0, section 2.4). */
const claimsOfOthers = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events'];
const MAX_ROLES = 100;

/**
 * Reads both dialects: `typ` JWT with the client in `azp`, and `at+jwt` with `client_id` and `jti` (RFC 9068, section 2.2).
 * @throws InvalidToken
 */
export function readOutsideToken(issuer: string, claims: SoundClaims, type: string, rolesClaim: string | undefined): OutsideToken {
  const { sub: subject, exp, scope, permissions, jti } = claims;
  const clientId = claims['client_id'] ?? claims['azp'];
  for (const name of [clientId, jti]) {
    if (name === undefined ? type === profileType : typeof name !== 'string' || name === '') throw malformedClaims();
  }
  if (scope === undefined && permissions === undefined && claimsOfOthers.some((name) => name in claims)) {
    throw new InvalidToken('The token is no access token.');
  }
  const roles = rolesClaim === undefined ? [] : rolesOf(claims[rolesClaim]);
  const granted = permissions === undefined ? permissionsInScope(scope) : permissionsInList(permissions);
  return { outside: { issuer, subject, roles }, subject, expiresAt: exp * 1000, permissions: granted };
}

function permissionsInScope(scope: unknown = ''): ReadonlySet<Permission> {
  if (typeof scope !== 'string') throw malformedClaims();
  return knownPermissions(scope);
}

/** Where there is a list of permissions, it alone counts, and an empty one permits nothing. What is unknown here permits nothing either. */
function permissionsInList(list: unknown): ReadonlySet<Permission> {
  if (!isListOfText(list)) throw malformedClaims();
  return new Set(list.filter(isPermission));
}

function rolesOf(claim: unknown = []): readonly string[] {
  const list = typeof claim === 'string' ? [claim] : claim;
  if (!isListOfText(list) || list.length > MAX_ROLES)
    throw new InvalidToken('The claim of the token that names roles is not a list of names.');
  return [...new Set(list)].sort();
}

function isListOfText(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((member) => typeof member === 'string');
}
