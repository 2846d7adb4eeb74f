import { LRUCache } from 'lru-cache';
import type { Clock } from '../shared/clock';
import type { ClientDirectory, Standing } from './client-directory';
import { InvalidToken } from './invalid-token';
import { Principal } from './principal';
import { limitRights, narrower } from './rights';
import type { RevokedTokens } from './revoked-tokens';
import { verifyToken, type TrustedIssuer, type VerifiedToken } from './verify-token';

/** Verified tokens that are remembered: a busy server meets each token of an hour many times. */
const REMEMBERED_TOKENS = 10_000;

/** RFC 6750, section 2.1: the scheme in any case, then the token. */
const bearer = /^bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;

/** A remembered token with the principal that it made, which is good for as long as its client stands as it did. */
interface Remembered {
  readonly token: VerifiedToken;
  standing?: Standing;
  principal?: Principal;
}

/** A token that lets its bearer in right now, with the principal that it makes. */
export interface AdmittedToken {
  readonly token: VerifiedToken;
  readonly principal: Principal;
}

/**
 * Turns the Authorization header of a request into its principal. Verifies a token once, and each time whether it is revoked and how its
 * client stands.
 */
export class Authenticator {
  private readonly remembered = new LRUCache<string, Remembered>({ max: REMEMBERED_TOKENS });

  constructor(
    private readonly clients: ClientDirectory,
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
    const revoked = this.revoked.has(token.id);
    if (revoked instanceof Promise ? await revoked : revoked) {
      this.remembered.delete(text);
      throw new InvalidToken('The token has been revoked.');
    }
    const standing = this.clients.standing(token.clientId);
    return { token, principal: admitted(known, standing instanceof Promise ? await standing : standing, now) };
  }

  private async verified(text: string, now: number): Promise<Remembered> {
    const known = this.remembered.get(text);
    if (known) {
      if (known.token.expiresAt > now) return known;
      this.remembered.delete(text);
      throw new InvalidToken('The token has expired.');
    }
    const made: Remembered = { token: await verifyToken(text, this.issuers, now) };
    this.remembered.set(text, made);
    return made;
  }
}

function admitted(known: Remembered, standing: Standing | undefined, now: number): Principal {
  if (!standing?.active || (standing.usableUntil !== null && standing.usableUntil <= now)) {
    throw new InvalidToken('The client of the token is not let in any more.');
  }
  if (known.standing === standing && known.principal) return known.principal;
  known.standing = standing;
  known.principal = principalOf(known.token, standing);
  return known.principal;
}

function principalOf(token: VerifiedToken, { developer, credentialKey, scope, rights }: Standing): Principal {
  const limit = narrower(token.limit, scope);
  const identity = { developer, subject: token.subject, credentialKey, tokenExpiresAt: token.expiresAt, limit };
  return new Principal(identity, limitRights(rights, limit));
}
