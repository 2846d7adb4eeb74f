import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type CryptoKey, type JWTPayload, type ProtectedHeaderParameters } from 'jose';
import { isStorable } from '../shared/violations';
import { InvalidToken, malformedClaims } from './invalid-token';
import { memberNames } from './member-names';
import type { SoundClaims, TrustedIssuer } from './trusted-issuer';
import type { VerifiedToken } from './verified-token';

const MAX_LENGTH = 16_384;
/** How far the clock of another server may run ahead of ours, in seconds, where a token says when it was issued. */
export const CLOCK_SKEW = 60;
/** And where it says from when it is good. */
const NOT_BEFORE_SKEW = 5;
/** OpenID Connect Core 1.0, section 2. */
const LONGEST_SUBJECT = 255;
/** The end of the year 9999, in seconds since 1970: what lies beyond has no form that clients read. */
const LATEST = 253_402_300_799;
/** Header parameters that bring their own key or change what is signed or how it is read (RFC 7515, 7516, 7797). No access token needs one. */
export const refusedParameters = ['crit', 'jku', 'jwk', 'x5u', 'x5c', 'b64', 'zip', 'enc', 'cty'];

/** A token that is good, and how it came to be known that it is. */
export interface Verification {
  readonly token: VerifiedToken;
  readonly issuer: TrustedIssuer;
  /** Of the issuer, when its key was looked for. */
  readonly keysVersion: number;
}

/**
 * Checks an access token: form, issuer, key, signature, then claims (RFC 9068, section 4; RFC 8725).
 * `now` is in milliseconds.
 * @throws InvalidToken
 * @throws AppError OVERLOADED where the keys of its issuer cannot be had now
 */
export async function verifyToken(token: string, issuers: ReadonlyMap<string, TrustedIssuer>, now: number): Promise<Verification> {
  const [header, unverified] = decoded(token, issuers);
  const issuer = typeof unverified.iss === 'string' ? issuers.get(unverified.iss) : undefined;
  if (!issuer) throw new InvalidToken('The token comes from an issuer that is not trusted here.');
  const type = typeOf(header);
  if (!issuer.types.includes(type)) throw new InvalidToken('The type of the token is not that of an access token.');
  const { alg, kid } = header;
  if (typeof alg !== 'string' || !issuer.algorithms.includes(alg))
    throw new InvalidToken('The token is signed with no accepted algorithm.');
  if (typeof kid !== 'string') throw new InvalidToken('The token names no key of its issuer.');
  const { keysVersion } = issuer;
  const claims = await verified(token, await issuer.key(kid, alg), issuer, now);
  return { token: issuer.read(sound(claims, now), type), issuer, keysVersion };
}

function decoded(token: string, issuers: ReadonlyMap<string, TrustedIssuer>): [ProtectedHeaderParameters, JWTPayload] {
  if (token.length > MAX_LENGTH) throw new InvalidToken('The token is too long.');
  let parts: [ProtectedHeaderParameters, JWTPayload];
  try {
    parts = [decodeProtectedHeader(token), decodeJwt(token)];
  } catch {
    throw noJwt(issuers);
  }
  if (!isWrittenOneWay(token.slice(token.lastIndexOf('.') + 1))) throw new InvalidToken('The signature of the token is not valid.');
  if (refusedParameters.some((name) => name in parts[0])) throw new InvalidToken('The header of the token is not acceptable.');
  // JSON.parse keeps the last of two members of one name; whoever signed or read the token before may have meant the first.
  if (token.split('.').slice(0, 2).some(repeatsMember)) throw malformedClaims();
  return parts;
}

/**
 * Base64url without padding (RFC 7515, section 2), whose last letter could be another with the same meaning: one token must not be
 * remembered as many.
 */
function isWrittenOneWay(signature: string): boolean {
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}

/** What Auth0 gives to those who ask for no audience is no JWT, or an encrypted one. */
function noJwt(issuers: ReadonlyMap<string, TrustedIssuer>): InvalidToken {
  const audience = [...issuers.values()].find(({ audienceToAskFor }) => audienceToAskFor !== undefined)?.audienceToAskFor;
  if (audience === undefined) return new InvalidToken('The token is not a JWT.');
  return new InvalidToken(`The token is not a JWT for audience ${audience}; request it with audience=${audience}.`);
}

function repeatsMember(part: string): boolean {
  const names = memberNames(Buffer.from(part, 'base64url').toString());
  return new Set(names).size < names.length;
}

/** RFC 7515, section 4.1.9: in any case, and with or without `application/`. */
function typeOf({ typ = 'JWT' }: ProtectedHeaderParameters): string {
  return typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '';
}

async function verified(token: string, key: CryptoKey, issuer: TrustedIssuer, now: number): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [...issuer.algorithms],
      issuer: issuer.issuer,
      audience: [...issuer.audiences],
      requiredClaims: ['sub', 'iat', 'exp'],
      clockTolerance: NOT_BEFORE_SKEW,
      currentDate: new Date(now),
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw expired();
    if (error instanceof errors.JWTClaimValidationFailed) throw claimRefusal(error, issuer);
    if (error instanceof errors.JOSEError) throw new InvalidToken('The signature of the token is not valid.');
    throw error;
  }
}

const expired = () => new InvalidToken('The token has expired.');

function claimRefusal({ claim, reason }: errors.JWTClaimValidationFailed, { audienceToAskFor: audience }: TrustedIssuer): InvalidToken {
  if (claim === 'nbf' && reason === 'check_failed') return new InvalidToken('The token is not good yet.');
  if (claim !== 'aud') return malformedClaims();
  if (audience === undefined) return new InvalidToken('The token is meant for another audience.');
  return new InvalidToken(`The token is meant for another audience than ${audience}; request it with audience=${audience}.`);
}

/** Each claim of the form that its definition asks for: jose does not mind a fraction, an empty name, or a few seconds more. */
function sound(claims: JWTPayload, now: number): SoundClaims {
  const { sub, iat, exp, cnf } = claims;
  if (typeof sub !== 'string' || sub === '' || sub.length > LONGEST_SUBJECT || !isStorable(sub)) throw malformedClaims();
  if (!Number.isSafeInteger(iat) || !Number.isSafeInteger(exp) || exp! > LATEST) throw malformedClaims();
  if (exp! * 1000 <= now) throw expired();
  if (iat! * 1000 > now + CLOCK_SKEW * 1000) throw new InvalidToken('The token was issued in the future.');
  // It is bound to a key whose possession nobody proves here, so it is no bearer token (RFC 7800).
  if (cnf !== undefined) throw new InvalidToken('The token is bound to a key.');
  return claims as SoundClaims;
}
