import type { Permission } from './permissions';

interface CommonToVerifiedTokens {
  readonly subject: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** What a token of ours says. */
export interface OwnToken extends CommonToVerifiedTokens {
  readonly outside: null;
  /** Its `jti`, by which its client revokes it. */
  readonly id: string;
  readonly clientId: string;
  /** Of the secret by which its client got it; null where that was a key. */
  readonly secretId: string | null;
  /** The permissions that it is limited to; null: all that its client has. */
  readonly limit: ReadonlySet<Permission> | null;
}

/** What a token of an outside issuer says. */
export interface OutsideToken extends CommonToVerifiedTokens {
  readonly outside: OutsideCaller;
  /** What its issuer permits its bearer, everywhere. */
  readonly permissions: ReadonlySet<Permission>;
}

export type VerifiedToken = OwnToken | OutsideToken;

/** Somebody whom an outside issuer vouches for. A subject is nobody without its issuer. */
export interface OutsideCaller {
  readonly issuer: string;
  readonly subject: string;
  /** Names of roles that the issuer gives; there need not be such roles here. */
  readonly roles: readonly string[];
}
