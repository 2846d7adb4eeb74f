import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type CryptoKey, type JWTPayload, type ProtectedHeaderParameters } from 'jose';
import { UNRESTRICTED_CLAIM } from './access-token';
import { InvalidToken } from './invalid-token';
import type { Permission } from './permissions';
import { knownPermissions } from './scope';

/** Whose tokens are accepted, and how they are checked. Keys belong to their issuer and are never tried for another's tokens. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** The `typ` that its access tokens carry: other kinds of JWT that it signs are no access tokens (RFC 8725, section 3.11). */
  readonly type: string;
  readonly algorithm: string;
  publicKey(kid: string): CryptoKey | undefined;
}

/** What a verified token says. */
export interface VerifiedToken {
  /** Its `jti`, by which its client revokes it. */
  readonly id: string;
  readonly clientId: string;
  readonly subject: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** The permissions that it is limited to; null: all that its client has. */
  readonly limit: ReadonlySet<Permission> | null;
}

const MAX_LENGTH = 16_384;
/** How far the clock of another server may run ahead of ours, in seconds. */
export const CLOCK_SKEW = 60;
/** Header parameters that bring their own key or change what is signed or how it is read (RFC 7515, 7516, 7797): none of ours has one. */
export const refusedParameters = ['crit', 'jku', 'jwk', 'x5u', 'x5c', 'b64', 'zip', 'enc', 'cty'];

/**
 * Checks an access token: form, issuer, key, signature, then claims (RFC 9068, section 4; RFC 8725).
 * `now` is in milliseconds.
 * @throws InvalidToken
 */
export async function verifyToken(token: string, issuers: ReadonlyMap<string, TrustedIssuer>, now: number): Promise<VerifiedToken> {
  const [header, unverified] = decoded(token);
  const trusted = typeof unverified.iss === 'string' ? issuers.get(unverified.iss) : undefined;
  if (!trusted) throw new InvalidToken('The token comes from an issuer that is not trusted here.');
  const key = typeof header.kid === 'string' ? trusted.publicKey(header.kid) : undefined;
  if (!key) throw new InvalidToken('The token names no known key of its issuer.');
  return contentOf(await verified(token, key, trusted, now), now);
}

function decoded(token: string): [ProtectedHeaderParameters, JWTPayload] {
  if (token.length > MAX_LENGTH) throw new InvalidToken('The token is too long.');
  let parts: [ProtectedHeaderParameters, JWTPayload];
  try {
    parts = [decodeProtectedHeader(token), decodeJwt(token)];
  } catch (error) {
    throw new InvalidToken('The token is not a JWT.', error);
  }
  if (refusedParameters.some((name) => name in parts[0])) throw new InvalidToken('The header of the token is not acceptable.');
  return parts;
}

async function verified(token: string, key: CryptoKey, trusted: TrustedIssuer, now: number): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [trusted.algorithm],
      issuer: trusted.issuer,
      audience: trusted.audience,
      typ: trusted.type,
      requiredClaims: ['sub', 'client_id', 'iat', 'exp', 'jti'],
      currentDate: new Date(now),
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new InvalidToken('The token has expired.', error);
    if (error instanceof errors.JWTClaimValidationFailed) throw new InvalidToken('The token is not meant for this use.', error);
    if (error instanceof errors.JOSEError) throw new InvalidToken('The signature of the token is not valid.', error);
    throw error;
  }
}

/** The claims, each of the form that its definition asks for: jose has compared them, and does not mind a fraction or an empty name. */
function contentOf(claims: JWTPayload, now: number): VerifiedToken {
  const { sub, client_id: clientId, jti, iat, exp, scope, cnf } = claims;
  const permissions = scope ?? '';
  const sound =
    [sub, clientId, jti].every((name) => typeof name === 'string' && name !== '') &&
    [iat, exp].every(Number.isSafeInteger) &&
    typeof permissions === 'string';
  if (!sound) throw new InvalidToken('The claims of the token are malformed.');
  if (iat! * 1000 > now + CLOCK_SKEW * 1000) throw new InvalidToken('The token was issued in the future.');
  // It is bound to a key whose possession nobody proves here, so it is no bearer token (RFC 7800).
  if (cnf !== undefined) throw new InvalidToken('The token is bound to a key.');
  const limit = claims[UNRESTRICTED_CLAIM] === true ? null : knownPermissions(permissions);
  return { id: jti!, clientId: clientId as string, subject: sub!, expiresAt: exp! * 1000, limit };
}
