import type { CryptoKey, JWTPayload } from 'jose';
import type { VerifiedToken } from './verified-token';

/** Claims that every access token has, sound as far as their form goes. Times are in seconds since 1970. */
export type SoundClaims = JWTPayload & { readonly sub: string; readonly iat: number; readonly exp: number };

/** Whose tokens are accepted, and how they are checked. Keys belong to their issuer and are never tried for another's tokens. */
export interface TrustedIssuer {
  /** As the `iss` of its tokens says, byte for byte. */
  readonly issuer: string;
  /** One of them stands in the `aud` of a token. */
  readonly audiences: readonly string[];
  /** The audience that whoever brings a token for nobody, or for another one, is told to ask for. */
  readonly audienceToAskFor?: string;
  /**
   * The `typ` that its access tokens carry, in lower case and without `application/`; a token without one counts as `jwt`. Other kinds
   * of JWT that it signs are no access tokens (RFC 8725, section 3.11).
   */
  readonly types: readonly string[];
  /** Fixed in code, never taken from a token or from what the issuer says of itself. */
  readonly algorithms: readonly string[];
  /** Rises when its keys change: a token that was checked before is to be checked again. */
  readonly keysVersion: number;
  /** The key to check a token with. @throws InvalidToken where the issuer has no such key for the algorithm */
  key(kid: string, algorithm: string): CryptoKey | Promise<CryptoKey>;
  /** What the claims of a token of the type say. @throws InvalidToken */
  read(claims: SoundClaims, type: string): VerifiedToken;
}
