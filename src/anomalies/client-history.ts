import { DAY, HOUR } from './durations';
import { RecentCounts } from './recent-counts';
import type { SignalOwner } from './signals';

/** How many days of a client's past are kept by the hour and the day. */
export const DAYS_KEPT = 28;
/** Values of each trait, and root fields, that are kept of one client. */
const MOST_VALUES = 64;
const MOST_FIELDS = 500;

export type TraitKind = 'ADDRESS' | 'USER_AGENT';

/** The network of a client, or its user agent without version numbers. */
export interface Trait extends SignalOwner {
  readonly kind: TraitKind;
  readonly value: string;
  readonly lastSeenAt: number;
}

/** What is known of a client: read once from what usage has kept, and kept up to date by what happens. */
export class ClientHistory implements SignalOwner {
  readonly developerKey: number;
  readonly credentialKey: number;
  readonly firstSeenAt: number;
  lastSeenAt: number;
  /** Calls of root fields, as long as anyone remembers. */
  calls = 0;
  readonly fields = new Set<string>();
  /** When each was last seen, within a day. */
  readonly traits: Readonly<Record<TraitKind, Map<string, number>>> = { ADDRESS: new Map(), USER_AGENT: new Map() };
  /** Operations (requests for tokens among them) and transactions posted, by the hour (UTC). */
  readonly requests = new RecentCounts(HOUR, DAYS_KEPT * 24);
  readonly postings = new RecentCounts(HOUR, DAYS_KEPT * 24);
  /** Members of lists read, by the day (UTC). */
  readonly rows = new RecentCounts(DAY, DAYS_KEPT);

  constructor({ developerKey, credentialKey, firstSeenAt, lastSeenAt }: SignalOwner & { firstSeenAt: number; lastSeenAt: number }) {
    this.developerKey = developerKey;
    this.credentialKey = credentialKey;
    this.firstSeenAt = firstSeenAt;
    this.lastSeenAt = lastSeenAt;
  }

  addField(field: string): void {
    if (field !== '' && this.fields.size < MOST_FIELDS) this.fields.add(field);
  }

  /** A value that was not seen for as long as days are kept makes room. False where there is none: so many values are no habit. */
  addTrait(kind: TraitKind, value: string, lastSeenAt: number): boolean {
    const values = this.traits[kind];
    if (values.size >= MOST_VALUES && !values.has(value)) {
      const [oldest, seenAt] = [...values].reduce((one, other) => (other[1] < one[1] ? other : one));
      if (seenAt > lastSeenAt - DAYS_KEPT * DAY) return false;
      values.delete(oldest);
    }
    values.set(value, lastSeenAt);
    return true;
  }
}
