import type { CacheCounts } from '../shared/cache-counts';
import type { Clock } from '../shared/clock';
import type { CallerStanding, ClientDirectory, SubjectDirectory } from './client-directory';
import { InvalidToken } from './invalid-token';
import { principalOf, type Principal } from './principal';
import { RememberedTokens } from './remembered-tokens';
import { narrower } from './rights';
import type { RevokedTokens } from './revoked-tokens';
import type { TrustedIssuer } from './trusted-issuer';
import type { VerifiedToken } from './verified-token';
import { verifyToken, type Verification } from './verify-token';

/** Verified tokens that are remembered: a busy server meets each token of an hour many times. */
const REMEMBERED_TOKENS = 10_000;

/** RFC 6750, section 2.1: the scheme in any case, then the token. */
const bearer = /^bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;

/** A verified token with the principal that it made, which is good for as long as its caller stands as it did. */
interface Remembered extends Verification {
  standing?: CallerStanding;
  principal?: Principal;
}

/** A token that lets its bearer in right now, with the principal that it makes. */
export interface AdmittedToken {
  readonly token: VerifiedToken;
  readonly principal: Principal;
}

/**
 * Turns the Authorization header of a request into its principal. Verifies a token once, and each time whether it is revoked and how its
 * caller stands.
 */
export class Authenticator {
  private readonly remembered = new RememberedTokens<Remembered>(REMEMBERED_TOKENS);

  get tokenCounts(): CacheCounts {
    return this.remembered.counts;
  }

  constructor(
    private readonly clients: ClientDirectory,
    private readonly subjects: SubjectDirectory,
    private readonly issuers: ReadonlyMap<string, TrustedIssuer>,
    private readonly revoked: RevokedTokens,
    private readonly clock: Clock,
  ) {}

  /**
   * The caller; null where no header came: whoever sends a token that is not accepted is refused, never taken for anonymous.
   * @throws InvalidToken (UNAUTHENTICATED)
   */
  async authenticate(authorization: string | undefined): Promise<Principal | null> {
    if (authorization === undefined) return null;
    const text = bearer.exec(authorization)?.[1];
    if (text === undefined) throw new InvalidToken('The Authorization header holds no bearer token.');
    const { principal } = await this.admit(text);
    const { developer } = principal.identity;
    if (developer) this.clients.developerSeen(developer.key, this.clock.now());
    return principal;
  }

  /** What a token is worth right now. @throws InvalidToken where a request with it would be refused */
  async admit(text: string): Promise<AdmittedToken> {
    const now = this.clock.now();
    const known = await this.verified(text, now);
    const { token } = known;
    // A token of an outside issuer is for that one to revoke, and its id says nothing here.
    const revoked = token.outside === null && this.revoked.has(token.id);
    if (revoked instanceof Promise ? await revoked : revoked) {
      this.remembered.delete(text);
      throw new InvalidToken('The token has been revoked.');
    }
    const standing = token.outside ? this.subjects.standing(token.outside) : this.clients.standing(token.clientId);
    return { token, principal: admitted(known, standing instanceof Promise ? await standing : standing, now) };
  }

  private async verified(text: string, now: number): Promise<Remembered> {
    const known = this.remembered.get(text);
    if (known && known.issuer.keysVersion === known.keysVersion) {
      if (known.token.expiresAt > now) return known;
      this.remembered.delete(text);
      throw new InvalidToken('The token has expired.');
    }
    const made: Remembered = await verifyToken(text, this.issuers, now);
    this.remembered.set(text, made);
    return made;
  }
}

function admitted(known: Remembered, standing: CallerStanding | undefined, now: number): Principal {
  if (!standing?.active || (standing.usableUntil !== null && standing.usableUntil <= now)) {
    throw new InvalidToken(`The ${known.token.outside ? 'developer' : 'client'} of the token is not let in any more.`);
  }
  if (known.standing === standing && known.principal) return known.principal;
  known.standing = standing;
  known.principal = callerWith(known.token, standing);
  return known.principal;
}

function callerWith(token: VerifiedToken, { developer, credentialKey, secrets, scope, rights, quota }: CallerStanding): Principal {
  const identity = { developer, subject: token.subject, credentialKey, tokenExpiresAt: token.expiresAt, quota };
  if (token.outside) return principalOf({ ...identity, outside: token }, rights);
  const secretKey = token.secretId === null ? undefined : secrets.get(token.secretId);
  return principalOf({ ...identity, secretKey, limit: narrower(token.limit, scope), tokenId: token.id }, rights);
}
