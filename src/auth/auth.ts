import type { Database } from '../database';
import type { Clock } from '../shared/clock';
import type { AccessChanges } from './access-watch';
import { ACCESS_TOKEN_TYPE } from './access-token';
import { ClientAuthenticator } from './authenticate-client';
import { Authenticator } from './authenticator';
import { UsedAssertions } from './client-assertion/used-assertions';
import type { ClientDirectory } from './client-directory';
import type { Principal } from './principal';
import { RevokedTokens } from './revoked-tokens';
import { SIGNING_ALGORITHM, SigningKeys } from './signing-keys';
import { TokenAttempts, type TokenAttemptsParts } from './token-attempts/token-attempts';
import { TokenService } from './token-service';
import { TokenResolver } from './token.resolver';
import type { TrustedIssuer } from './verify-token';

export interface AuthOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** Hears of every change of access, in this process and in others; whoever made it starts and stops it. */
  readonly access: AccessChanges;
  readonly clients: ClientDirectory;
  /** Who issues our tokens, as their `iss` says, byte for byte. */
  readonly issuer: string;
  /** For whom our tokens are, as their `aud` says. */
  readonly audience: string;
  readonly attempts: Pick<TokenAttemptsParts, 'failuresPerClient' | 'failuresPerAddress' | 'onThrottled'>;
}

export interface Auth {
  /** The caller behind an Authorization header; null for none. @throws InvalidToken, an AppError UNAUTHENTICATED: see bearerChallenge. */
  authenticate(authorization: string | undefined): Promise<Principal | null>;
  readonly tokens: TokenService;
  readonly keys: SigningKeys;
  readonly issuer: string;
  readonly resolvers: readonly object[];
  /** Writes what waits; before the database is closed. */
  close(): Promise<void>;
}

export const authResolvers = [TokenResolver] as const;

/** Reads the signing keys, makes the first one where there is none, and puts the parts together. */
export async function createAuth(options: AuthOptions): Promise<Auth> {
  const { database, clock, access, clients, issuer, audience } = options;
  const keys = await SigningKeys.open(database, clock);
  const ours: TrustedIssuer = {
    issuer,
    audience,
    type: ACCESS_TOKEN_TYPE,
    algorithm: SIGNING_ALGORITHM,
    publicKey: (kid) => keys.publicKey(kid),
  };
  const revoked = new RevokedTokens(database, access, clock);
  const bearers = new Authenticator(clients, new Map([[issuer, ours]]), revoked, clock);
  const attempts = new TokenAttempts({ database, clock, clients, ...options.attempts });
  const authenticator = new ClientAuthenticator(clients, attempts, new UsedAssertions(database, clock), issuer, clock);
  const tokens = new TokenService({ clients: authenticator, bearers, revoked, keys, clock, issuer, audience });
  return {
    authenticate: (authorization) => bearers.authenticate(authorization),
    tokens,
    keys,
    issuer,
    resolvers: [new TokenResolver(tokens)],
    close: () => attempts.close(),
  };
}
