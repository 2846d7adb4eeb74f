import type { AuditLog } from '../database';
import type { Clock } from '../shared/clock';
import { AppError } from '../shared/errors';
import type { AuthenticatedClient } from './authenticate-client';
import type { ClientDirectory } from './client-directory';
import { doerOf, type ClientRequest } from './client-request';
import { OAuthError } from './oauth-error';

/** How long refusals wait before it is looked up whose they are, in milliseconds: beside the answers, whose time must tell nothing. */
const DELAY = 200;
/** Clients that are looked up at once; other refusals of a moment are nobody's. */
const MOST_LOOKED_UP = 100;

interface Refusal {
  readonly request: ClientRequest;
  readonly action: string;
  readonly error: string;
  readonly at: number;
}

/** What the audit trail is told of clients at the token endpoints. Nothing waits for it. */
export class ClientAudit {
  private readonly refusals = new Map<string, { readonly refusal: Refusal; count: number }>();
  private timer: NodeJS.Timeout | undefined;
  private telling: Promise<void> = Promise.resolve();

  constructor(
    private readonly audit: AuditLog,
    private readonly clients: Pick<ClientDirectory, 'standing'>,
    private readonly clock: Clock,
  ) {}

  /** `tokenId` is the token's `jti`. */
  issued(request: ClientRequest, { standing }: AuthenticatedClient, token: { readonly tokenId: string; readonly scope: string }): void {
    this.audit.note({ by: doerOf(request, standing), at: this.clock.now(), action: 'token', detail: token });
  }

  /** Notes what the work is refused for, if it is. */
  async watch<T>(action: string, request: ClientRequest, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal !== undefined) this.refused({ request, action, error: refusal, at: this.clock.now() });
      throw error;
    }
  }

  /** Notes what waits; before the log is closed. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.tell();
  }

  private refused(refusal: Refusal): void {
    const { action, error, request } = refusal;
    const who = this.refusals.size < MOST_LOOKED_UP ? request.client.clientId : '';
    const key = JSON.stringify([action, error, request.address, who]);
    const known = this.refusals.get(key);
    if (known) known.count += 1;
    else this.refusals.set(key, { refusal, count: 1 });
    this.timer ??= setTimeout(() => void this.tell(), DELAY).unref();
  }

  /** One after the other, so that whoever closes waits for those that are being looked up too. */
  private tell(): Promise<void> {
    return (this.telling = this.telling.then(() => this.tellWaiting()));
  }

  private async tellWaiting(): Promise<void> {
    this.timer = undefined;
    const refusals = [...this.refusals.values()];
    this.refusals.clear();
    for (const [index, { refusal, count }] of refusals.entries()) {
      const { request, action, error, at } = refusal;
      const found = index < MOST_LOOKED_UP ? this.clients.standing(request.client.clientId) : undefined;
      const standing = await Promise.resolve(found).catch(() => undefined);
      const event = { by: doerOf(request, standing), at, action, outcome: 'DENIED', detail: { code: error } } as const;
      for (let each = 0; each < count; each += 1) this.audit.note(event);
    }
  }
}

/** What says something of the client; undefined for troubles of ours. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof OAuthError) return error.error;
  return error instanceof AppError && error.code === 'THROTTLED' ? error.code : undefined;
}
