/** Who does something, and by which request. */
export interface Doer {
  /** Internal keys; null for a caller without a developer account here, and for one that no credential of ours let in. */
  readonly developerKey: number | null;
  readonly credentialKey: number | null;
  /** Subject of the token; for the server's own doings and its operator's, who that is. */
  readonly subject: string;
  readonly requestId: string;
  /** Prefix of the address that the request came from; null where it came from none. */
  readonly address: string | null;
}

/** ALLOWED: it was done. DENIED: the doer may not, or cannot see what it is about. FAILED: it may, and was refused for another reason. */
export type AuditOutcome = 'ALLOWED' | 'DENIED' | 'FAILED';

/** Internal keys of the first and the last of the transactions that an event made: all of its company between them are its own. */
export type MadeTransactions = readonly [first: number, last: number];

/** Something that somebody did, or was refused. It holds no secret, token or tax id. */
export interface AuditEvent {
  readonly by: Doer;
  /** Milliseconds since 1970; where transactions were made, when they were. */
  readonly at: number;
  /** Name of the mutation, or of the root field that was refused. */
  readonly action: string;
  readonly outcome?: AuditOutcome;
  readonly companyKey?: number | null;
  /** Public id of the object. */
  readonly objectId?: string | null;
  readonly made?: MadeTransactions | undefined;
  /** `before` and `after` hold what changed. */
  readonly detail?: object | undefined;
}

/** Who makes a change, and when. */
export type Making = Pick<AuditEvent, 'by' | 'at'>;

/** What came of a unit of work, and the event that tells of it; null where there was nothing to change. */
export interface Change<R> {
  readonly result: R;
  readonly event: Omit<AuditEvent, keyof Making> | null;
}

/** What differs between two states of an object, of the fields that are named. */
export function changes<T extends object>(before: T, after: T, fields: readonly (keyof T)[]): { before: object; after: object } {
  const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  const pick = (from: T) => Object.fromEntries(changed.map((field) => [field, from[field] ?? null]));
  return { before: pick(before), after: pick(after) };
}
