import type { Logger } from 'pino';
import type { Database } from '../database';
import type { CacheCounts } from '../shared/cache-counts';
import type { Clock } from '../shared/clock';
import type { Tracer } from '../shared/tracer';
import type { AccessChanges } from './access-watch';
import { ClientAuthenticator } from './authenticate-client';
import { ClientAudit } from './client-audit';
import { Authenticator } from './authenticator';
import { UsedAssertions } from './client-assertion/used-assertions';
import type { ClientDirectory, SubjectDirectory } from './client-directory';
import type { OutsideTokenRules } from './outside-issuers/outside-issuer';
import { OutsideIssuers } from './outside-issuers/outside-issuers';
import { ownIssuer } from './own-tokens';
import type { Principal } from './principal';
import { RevokedTokens } from './revoked-tokens';
import type { SigningKeys } from './signing-keys';
import { KeySealing } from './signing-keys/key-sealing';
import { KeyUpkeep } from './signing-keys/key-upkeep';
import { openSigningKeys } from './signing-keys/open-signing-keys';
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
  readonly signing: {
    /** Encrypt the signing keys in the database: see KeySealing. */
    readonly secrets: readonly Uint8Array[];
    /** Days for which a key signs; 0 for ever. */
    readonly rotationDays: number;
  };
  /** Outside issuers, and what is asked of their tokens. */
  readonly outside: OutsideTokenRules & { readonly issuers: readonly string[] };
  readonly logger: Logger;
  readonly tracer?: Tracer | undefined;
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
  /** Of tokens that are remembered. */
  readonly tokenCounts: CacheCounts;
  /** What stands in the way of checking outside tokens; tokens of ours are checked anyway. */
  outsideTrouble(): string | undefined;
  /** Ends what goes on in the background, and writes what waits; before the database is closed. */
  close(): Promise<void>;
}

export const authResolvers = [TokenResolver] as const;

/** Reads the signing keys, makes the first one where there is none, and puts the parts together. */
export async function createAuth(options: AuthOptions): Promise<Auth> {
  const { database, clock, access, clients, subjects, issuer, audience, signing, tracer } = options;
  const keyParts = { database, sealing: new KeySealing(signing.secrets), clock };
  const keys = await openSigningKeys(keyParts);
  // Keys that another process has made or taken back come with a change of access.
  access.onChange(() => void keys.reload().catch(() => undefined));
  const upkeep = new KeyUpkeep({ ...keyParts, keys, rotationDays: signing.rotationDays, logger: options.logger });
  const outside = new OutsideIssuers(options.outside.issuers, options.outside, clock, options.logger);
  const issuers = [ownIssuer(issuer, audience, keys), ...outside.list];
  const revoked = new RevokedTokens(database, access, clock);
  const bearers = new Authenticator(clients, subjects, new Map(issuers.map((each) => [each.issuer, each])), revoked, clock);
  const attempts = new TokenAttempts({ database, clock, clients, ...options.attempts });
  const authenticator = new ClientAuthenticator(clients, attempts, new UsedAssertions(database, clock), issuer, clock);
  const audit = new ClientAudit(database.audit, clients, clock);
  const tokens = new TokenService({ clients: authenticator, audit, bearers, revoked, keys, clock, issuer, audience, tracer });
  outside.start();
  upkeep.start();
  return {
    authenticate: (authorization) => bearers.authenticate(authorization),
    tokens,
    keys,
    issuer,
    audience,
    resolvers: [new TokenResolver(tokens)],
    tokenCounts: bearers.tokenCounts,
    outsideTrouble: () => outside.trouble(),
    async close() {
      outside.stop();
      await upkeep.stop();
      await attempts.close();
      await audit.close();
    },
  };
}
