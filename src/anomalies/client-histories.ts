import { LRUCache } from 'lru-cache';
import { ClientHistory, type Trait, type TraitKind } from './client-history';
import { DAY } from './durations';
import { isProven } from './proof';
import type { RequestSignal, Signal, SignalOwner } from './signals';
import { agentWithoutVersion } from './user-agent';

/** Each takes some 11 kB. Of more clients those are forgotten that were heard of longest ago; they are then taken for new ones. */
const MOST_CLIENTS = 5_000;

/** What is known of all clients; it learns from each signal, after the rules have looked at it. */
export class ClientHistories {
  private readonly known = new LRUCache<string, ClientHistory>({ max: MOST_CLIENTS });
  private learned: Trait[] = [];

  constructor(histories: Iterable<ClientHistory>) {
    for (const history of histories) this.known.set(keyOf(history), history);
  }

  /** Undefined for nobody, and for a client that was never heard of. */
  of(owner: SignalOwner): ClientHistory | undefined {
    return this.known.get(keyOf(owner));
  }

  all(): IterableIterator<ClientHistory> {
    return this.known.values();
  }

  /** Takes note of what a client did; nothing of those who only claim to be one. */
  learn(signal: Signal): void {
    if ((signal.developerKey === 0 && signal.credentialKey === 0) || (signal.type === 'REQUEST' && !isProven(signal))) return;
    const client = this.of(signal) ?? this.welcome(signal);
    if (signal.type === 'POSTING') client.postings.add(signal.at, 1);
    else this.learnRequest(client, signal);
  }

  /** Traits that are new or were refreshed since this was last asked. */
  takeLearned(): readonly Trait[] {
    const { learned } = this;
    this.learned = [];
    return learned;
  }

  private welcome({ developerKey, credentialKey, at }: Signal): ClientHistory {
    const client = new ClientHistory({ developerKey, credentialKey, firstSeenAt: at, lastSeenAt: at });
    this.known.set(keyOf(client), client);
    return client;
  }

  private learnRequest(client: ClientHistory, { at, rows, rootFields, address, userAgent }: RequestSignal): void {
    client.lastSeenAt = Math.max(client.lastSeenAt, at);
    client.requests.add(at, 1);
    client.rows.add(at, rows);
    for (const [field, calls] of rootFields) {
      client.calls += calls;
      client.addField(field);
    }
    this.learnTrait(client, 'ADDRESS', address, at);
    if (userAgent !== null) this.learnTrait(client, 'USER_AGENT', agentWithoutVersion(userAgent), at);
  }

  private learnTrait(client: ClientHistory, kind: TraitKind, value: string, at: number): void {
    const seen = client.traits[kind].get(value);
    if (seen !== undefined && at < seen + DAY) return;
    if (!client.addTrait(kind, value, at)) return;
    const { developerKey, credentialKey } = client;
    this.learned.push({ developerKey, credentialKey, kind, value, lastSeenAt: at });
  }
}

function keyOf({ developerKey, credentialKey }: SignalOwner): string {
  return `${developerKey} ${credentialKey}`;
}
