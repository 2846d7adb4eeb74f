import type { Clock } from '../shared/clock';
import { assertionRefused, readAssertion, verifyAssertion } from './client-assertion/assertion';
import type { UsedAssertions } from './client-assertion/used-assertions';
import type { ClientDirectory, Standing } from './client-directory';
import { matchSecret, type StoredSecret } from './client-secret';
import { invalidClient, OAuthError } from './oauth-error';
import type { ClientFailure, RequestOutcome } from './request-outcome';
import type { TokenAttempts } from './token-attempts/token-attempts';

export interface ClientSecret {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface PresentedSecret extends ClientSecret {
  /** What the same header means to clients that do not encode it; still one attempt. */
  readonly otherReading?: ClientSecret | undefined;
}

export interface PresentedAssertion {
  /** Whom the assertion speaks of. */
  readonly clientId: string;
  readonly assertion: string;
}

/** What a client proves itself by. */
export type PresentedClient = PresentedSecret | PresentedAssertion;

/** Where a client tries to prove who it is. */
export interface AttemptOrigin {
  /** Address that the request comes from. */
  readonly address: string;
  /** Where it is noted who was presented, and who it proved to be. */
  readonly outcome: RequestOutcome;
}

/** A client that has proved who it is, and is let in right now. */
export interface AuthenticatedClient {
  readonly clientId: string;
  /** Null where it proved itself by a key. */
  readonly secret: StoredSecret | null;
  readonly standing: Standing;
}

/** Who a client is: the one place that every endpoint asks, OAuth's and GraphQL's. */
export class ClientAuthenticator {
  constructor(
    private readonly clients: ClientDirectory,
    private readonly attempts: TokenAttempts,
    private readonly assertions: UsedAssertions,
    private readonly issuer: string,
    private readonly clock: Clock,
  ) {}

  /**
   * One attempt of a client to prove who it is.
   * @throws OAuthError invalid_client
   * @throws AppError THROTTLED after too many that failed
   */
  async authenticate(presented: PresentedClient, { address, outcome }: AttemptOrigin): Promise<AuthenticatedClient> {
    outcome.presentedClientId = presented.clientId;
    const client = await this.attempts.guard(presented.clientId, address, () => this.check(presented, outcome));
    const { standing, secret } = client;
    outcome.client = { developerKey: standing.developer.key, credentialKey: standing.credentialKey, secretKey: secret?.key ?? null };
    return client;
  }

  private check(presented: PresentedClient, outcome: RequestOutcome): Promise<AuthenticatedClient> {
    return 'assertion' in presented ? this.byAssertion(presented.assertion, outcome) : this.bySecret(presented, outcome);
  }

  private async bySecret(presented: PresentedSecret, outcome: RequestOutcome): Promise<AuthenticatedClient> {
    const { otherReading } = presented;
    let client = await this.clientOf(presented);
    if (typeof client === 'string' && otherReading) client = await this.clientOf(otherReading);
    if (typeof client === 'object') return client;
    outcome.clientFailure = client;
    throw invalidClient();
  }

  /** Whatever is wrong with a client, the same is done before it is told so. */
  private async clientOf({ clientId, clientSecret }: ClientSecret): Promise<AuthenticatedClient | ClientFailure> {
    const client = await this.clients.find(clientId);
    const secret = matchSecret(client?.secrets ?? [], clientSecret);
    const now = this.clock.now();
    if (!client || client.barred === 'UNKNOWN_CLIENT') return 'UNKNOWN_CLIENT';
    if (!secret) return 'WRONG_SECRET';
    if (client.barred) return client.barred;
    if (isExpired(secret, now)) return 'EXPIRED';
    const standing = await this.clients.standing(clientId);
    if (!standing?.active) return 'REVOKED';
    this.clients.secretUsed(secret.key, now);
    return { clientId, standing, secret };
  }

  private async byAssertion(text: string, outcome: RequestOutcome): Promise<AuthenticatedClient> {
    const now = this.clock.now();
    // Until it turns out to be good.
    outcome.clientFailure = 'BAD_ASSERTION';
    const assertion = readAssertion(text, this.issuer, now);
    const { clientId, jti, expiresAt } = assertion;
    const client = await this.clients.find(clientId);
    await verifyAssertion(assertion, client?.publicKeys ?? [], now);
    const standing = client?.barred === null ? await this.clients.standing(clientId) : undefined;
    if (!standing?.active) {
      outcome.clientFailure = client?.barred ?? 'UNKNOWN_CLIENT';
      throw assertionRefused();
    }
    if (!(await this.assertions.useOnce(clientId, jti, expiresAt))) {
      throw new OAuthError('invalid_client', 'The assertion has been used before. Make a new one for each request.');
    }
    outcome.clientFailure = undefined;
    this.clients.keysUsed(standing.credentialKey, now);
    return { clientId, standing, secret: null };
  }
}

function isExpired(secret: StoredSecret, now: number): boolean {
  return secret.expiresAt !== null && secret.expiresAt <= now;
}
