import type { Logger } from 'pino';
import type { Database } from '../database';
import type { Clock } from '../shared/clock';
import type { AccessChanges } from './access-watch';
import { ClientAuthenticator } from './authenticate-client';
import { Authenticator } from './authenticator';
import { UsedAssertions } from './client-assertion/used-assertions';
import type { ClientDirectory, SubjectDirectory } from './client-directory';
import type { OutsideTokenRules } from './outside-issuers/outside-issuer';
import { OutsideIssuers } from './outside-issuers/outside-issuers';
import { ownIssuer } from './own-tokens';
import type { Principal } from './principal';
import { RevokedTokens } from './revoked-tokens';
import { SigningKeys } from './signing-keys';
import { TokenAttempts, type TokenAttemptsParts } from './token-attempts/token-attempts';
import { TokenService } from './token-service';
import { TokenResolver } from './token.resolver';

export interface AuthOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** Hears of every change of access, in this process and in others; whoever made it starts and stops it. */
  readonly access: AccessChanges;
  readonly clients: ClientDirectory;
  readonly subjects: SubjectDirectory;
  /** Who issues our tokens, as their `iss` says, byte for byte. */
  readonly issuer: string;
  /** For whom our tokens are, as their `aud` says. */
  readonly audience: string;
  /** Outside issuers, and what is asked of their tokens. */
  readonly outside: OutsideTokenRules & { readonly issuers: readonly string[] };
  readonly logger: Logger;
  readonly attempts: Pick<TokenAttemptsParts, 'failuresPerClient' | 'failuresPerAddress' | 'onThrottled'>;
}

export interface Auth {
  /** The caller behind an Authorization header; null for none. @throws InvalidToken, an AppError UNAUTHENTICATED: see bearerChallenge. */
  authenticate(authorization: string | undefined): Promise<Principal | null>;
  readonly tokens: TokenService;
  readonly keys: SigningKeys;
  readonly issuer: string;
  readonly audience: string;
  readonly resolvers: readonly object[];
  /** What stands in the way of checking outside tokens; tokens of ours are checked anyway. */
  outsideTrouble(): string | undefined;
  /** Ends what goes on in the background, and writes what waits; before the database is closed. */
  close(): Promise<void>;
}

export const authResolvers = [TokenResolver] as const;

/** Reads the signing keys, makes the first one where there is none, and puts the parts together. */
export async function createAuth(options: AuthOptions): Promise<Auth> {
  const { database, clock, access, clients, subjects, issuer, audience } = options;
  const keys = await SigningKeys.open(database, clock);
  const outside = new OutsideIssuers(options.outside.issuers, options.outside, clock, options.logger);
  const issuers = [ownIssuer(issuer, audience, keys), ...outside.list];
  const revoked = new RevokedTokens(database, access, clock);
  const bearers = new Authenticator(clients, subjects, new Map(issuers.map((each) => [each.issuer, each])), revoked, clock);
  const attempts = new TokenAttempts({ database, clock, clients, ...options.attempts });
  const authenticator = new ClientAuthenticator(clients, attempts, new UsedAssertions(database, clock), issuer, clock);
  const tokens = new TokenService({ clients: authenticator, bearers, revoked, keys, clock, issuer, audience });
  outside.start();
  return {
    authenticate: (authorization) => bearers.authenticate(authorization),
    tokens,
    keys,
    issuer,
    audience,
    resolvers: [new TokenResolver(tokens)],
    outsideTrouble: () => outside.trouble(),
    close() {
      outside.stop();
      return attempts.close();
    },
  };
}
