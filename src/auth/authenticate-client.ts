import type { Clock } from '../shared/clock';
import type { ClientDirectory, Standing } from './client-directory';
import { matchSecret, type StoredSecret } from './client-secret';
import { invalidClient } from './oauth-error';
import type { TokenAttempts } from './token-attempts/token-attempts';

export interface ClientSecret {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What a client proves itself by. */
export interface PresentedClient extends ClientSecret {
  /** What the same header means to clients that do not encode it; still one attempt. */
  readonly otherReading?: ClientSecret | undefined;
}

/** A client that has proved who it is, and is let in right now. */
export interface AuthenticatedClient {
  readonly clientId: string;
  readonly standing: Standing;
}

/** Who a client is: the one place that every endpoint asks, OAuth's and GraphQL's. */
export class ClientAuthenticator {
  constructor(
    private readonly clients: ClientDirectory,
    private readonly attempts: TokenAttempts,
    private readonly clock: Clock,
  ) {}

  /**
   * One attempt of a client to prove who it is, made from the given address.
   * @throws OAuthError invalid_client
   * @throws AppError THROTTLED after too many that failed
   */
  authenticate(presented: PresentedClient, address: string): Promise<AuthenticatedClient> {
    return this.attempts.guard(presented.clientId, address, () => this.check(presented));
  }

  private async check(presented: PresentedClient): Promise<AuthenticatedClient> {
    for (const reading of [presented, presented.otherReading]) {
      const standing = reading && (await this.standingOf(reading));
      if (standing) return { clientId: reading.clientId, standing };
    }
    throw invalidClient();
  }

  /** Whatever is wrong with a client, the same is done before it is told so. */
  private async standingOf({ clientId, clientSecret }: ClientSecret): Promise<Standing | undefined> {
    const client = await this.clients.find(clientId);
    const secret = matchSecret(client?.secrets ?? [], clientSecret);
    const now = this.clock.now();
    if (!client?.active || !secret || isExpired(secret, now)) return undefined;
    const standing = await this.clients.standing(clientId);
    if (!standing?.active) return undefined;
    this.clients.secretUsed(secret.key, now);
    return standing;
  }
}

function isExpired(secret: StoredSecret, now: number): boolean {
  return secret.expiresAt !== null && secret.expiresAt <= now;
}
