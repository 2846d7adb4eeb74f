import { decodeJwt, decodeProtectedHeader, errors, importJWK, jwtVerify, type JWK, type JWTPayload } from 'jose';
import { OAuthError } from '../oauth-error';
import { CLOCK_SKEW, refusedParameters } from '../verify-token';
import { assertionAlgorithms, chooseKey, decoyKey } from './public-keys';

/** How far ahead an assertion may expire, in seconds. */
const LONGEST_LIFE = 300;
const LONGEST_ID = 255;
/** JWT is what clients write who write anything; the other is explicit (draft-ietf-oauth-rfc7523bis). An access token has neither. */
const types: readonly unknown[] = [undefined, 'JWT', 'client-authentication+jwt'];

/** A JWT by which a client says who it is (RFC 7523, section 2.2), well formed; its signature is not checked. */
export interface ClientAssertion {
  readonly text: string;
  readonly clientId: string;
  readonly algorithm: string;
  readonly kid: string | undefined;
  readonly jti: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const refused = (why: string) => new OAuthError('invalid_client', why);

/** The one answer to an unknown client, one without keys, another's key, a revoked credential and a suspended developer. */
export function assertionRefused(): OAuthError {
  return refused('The client is unknown, or the assertion is not signed with a key that it has registered.');
}

/** The client that an assertion speaks of, before anything is checked. @throws OAuthError invalid_client where it names none */
export function subjectOf(assertion: string): string {
  const { sub } = decoded(assertion, decodeJwt);
  if (typeof sub !== 'string' || sub === '') throw refused('The assertion must name the client in sub.');
  return sub;
}

/**
 * Reads an assertion and checks all that needs no key, none of which tells whether there is such a client. `now` is in milliseconds.
 * @throws OAuthError invalid_client, which says what is wrong
 */
export function readAssertion(text: string, issuer: string, now: number): ClientAssertion {
  const { alg, kid, typ, ...header } = decoded(text, decodeProtectedHeader);
  const { iss, sub, aud, exp, jti } = decoded(text, decodeJwt);
  if (typeof alg !== 'string' || !assertionAlgorithms.includes(alg)) {
    throw refused(`The assertion must be signed with ${assertionAlgorithms.join(', ')}.`);
  }
  if (!types.includes(typ)) throw refused('The typ of the assertion must be JWT, or left out.');
  if (kid !== undefined && typeof kid !== 'string') throw refused('The kid of the assertion must be a string.');
  if (refusedParameters.some((name) => name in header)) throw refused('The header of the assertion holds what is not taken here.');
  if (typeof sub !== 'string' || iss !== sub) throw refused('Both iss and sub of the assertion must be the client id.');
  // One audience, so that what was meant for another server opens nothing here, nor the reverse.
  if (aud !== issuer) throw refused('The only aud of the assertion must be the issuer of this server.');
  if (typeof exp !== 'number' || exp * 1000 <= now || exp * 1000 > now + LONGEST_LIFE * 1000) {
    throw refused(`The assertion must expire within ${LONGEST_LIFE} seconds, and not before now.`);
  }
  if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_ID) {
    throw refused(`The jti of the assertion must be a string of 1 to ${LONGEST_ID} characters.`);
  }
  return { text, clientId: sub, algorithm: alg, kid, jti, expiresAt: Math.ceil(exp * 1000) };
}

/**
 * Checks the signature with the client's keys, and what is left of the times. Takes as long where there are none.
 * @throws OAuthError invalid_client
 */
export async function verifyAssertion(assertion: ClientAssertion, keys: readonly JWK[], now: number): Promise<void> {
  const { text, algorithm, kid } = assertion;
  const key = chooseKey(keys, algorithm, kid);
  const payload = await verified(text, key ?? decoyKey(algorithm), algorithm, now);
  if (!key || !payload) throw assertionRefused();
  const { iat } = payload;
  if (iat !== undefined && !(iat * 1000 <= now + CLOCK_SKEW * 1000)) throw refused('The assertion was issued in the future.');
}

async function verified(text: string, key: JWK, algorithm: string, now: number): Promise<JWTPayload | undefined> {
  try {
    const options = { algorithms: [algorithm], currentDate: new Date(now), clockTolerance: CLOCK_SKEW };
    return (await jwtVerify(text, await importJWK(key, algorithm), options)).payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

function decoded<T>(text: string, decode: (text: string) => T): T {
  try {
    return decode(text);
  } catch {
    throw refused('The assertion is not a JWT.');
  }
}
