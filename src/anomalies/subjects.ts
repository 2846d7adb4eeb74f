import { LRUCache } from 'lru-cache';
import type { SignalOwner } from './signals';

/** Clients or addresses that one rule remembers something of; the one that was heard of longest ago is forgotten. */
const MOST_SUBJECTS = 5_000;

/** What a rule remembers of each of its subjects. */
export class Subjects<T extends object> {
  private readonly known = new LRUCache<string, T>({ max: MOST_SUBJECTS });

  constructor(private readonly make: () => T) {}

  of(subject: string): T {
    let state = this.known.get(subject);
    if (!state) this.known.set(subject, (state = this.make()));
    return state;
  }
}

/** The client whose signal it is: its credentials or, where an outside issuer vouches for it, its developer. Undefined for nobody. */
export function clientSubject({ credentialKey, developerKey }: SignalOwner): string | undefined {
  if (credentialKey !== 0) return `credential ${credentialKey}`;
  return developerKey === 0 ? undefined : `developer ${developerKey}`;
}

export function addressSubject(address: string): string {
  return `address ${address}`;
}

/** The client or, for nobody, the network that it came from. */
export function clientOrAddress(signal: SignalOwner & { readonly address: string }): string {
  return clientSubject(signal) ?? addressSubject(signal.address);
}
