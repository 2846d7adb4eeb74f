import { LRUCache } from 'lru-cache';
import type { Client, ClientDirectory, Standing } from '../auth';
import type { Clock } from '../shared/clock';
import type { ClientRepository, TimedStanding } from './client.repository';
import type { LastUses } from './last-uses';

const REMEMBERED_CLIENTS = 10_000;

/** How clients stand, kept in memory until something changes, so that a request asks no database. */
export class Clients implements ClientDirectory {
  private readonly remembered = new LRUCache<string, TimedStanding>({ max: REMEMBERED_CLIENTS });
  private loading = new Map<string, Promise<Standing | undefined>>();

  constructor(
    private readonly repository: ClientRepository,
    private readonly uses: LastUses,
    private readonly clock: Clock,
  ) {}

  find(clientId: string): Promise<Client | undefined> {
    return this.repository.find(clientId);
  }

  standing(clientId: string): Standing | undefined | Promise<Standing | undefined> {
    const known = this.remembered.get(clientId);
    if (known && (known.endsAt === null || known.endsAt > this.clock.now())) return known.standing;
    return this.loading.get(clientId) ?? this.load(clientId);
  }

  /** Forgets everything: what is being read right now may be of before the change, and is not kept either. */
  forget(): void {
    this.remembered.clear();
    this.loading = new Map();
  }

  secretUsed(secretKey: number, at: number): void {
    this.uses.secretUsed(secretKey, at);
  }

  keysUsed(credentialKey: number, at: number): void {
    this.uses.keysUsed(credentialKey, at);
  }

  developerSeen(developerKey: number, at: number): void {
    this.uses.developerSeen(developerKey, at);
  }

  private load(clientId: string): Promise<Standing | undefined> {
    const { loading } = this;
    const promise = this.repository
      .standing(clientId, this.clock.now())
      .then((found) => {
        if (found && loading === this.loading) this.remembered.set(clientId, found);
        return found?.standing;
      })
      .finally(() => loading.delete(clientId));
    loading.set(clientId, promise);
    return promise;
  }
}
