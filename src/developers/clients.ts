import type { Client, ClientDirectory, Standing } from '../auth';
import type { Clock } from '../shared/clock';
import type { ClientRepository } from './client.repository';
import type { LastUses } from './last-uses';
import { StandingMemory } from './standing-memory';

/** Who the clients are, and how they stand. */
export class Clients implements ClientDirectory {
  private readonly standings: StandingMemory<Standing>;

  constructor(
    private readonly repository: ClientRepository,
    private readonly uses: LastUses,
    clock: Clock,
  ) {
    this.standings = new StandingMemory(clock);
  }

  find(clientId: string): Promise<Client | undefined> {
    return this.repository.find(clientId);
  }

  standing(clientId: string): Standing | undefined | Promise<Standing | undefined> {
    return this.standings.of(clientId, (now) => this.repository.standing(clientId, now));
  }

  forget(): void {
    this.standings.forget();
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
}
