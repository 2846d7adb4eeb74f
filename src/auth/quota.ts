/** What was set: how much cost is allowed. */
export interface QuotaAmount {
  /** Cost that comes back each minute. */
  readonly costPerMinute: number;
  /** The most cost that can be used at once. */
  readonly burst: number;
}

/** Where a quota was set: for a developer, for a role that it holds, or by the server's settings for everybody. */
export type QuotaSource = 'DEVELOPER' | 'ROLE' | 'SERVER';

/** The quota that holds for a caller. */
export interface Quota extends QuotaAmount {
  readonly source: QuotaSource;
  /** Name of the role that it comes from; null where it comes from none. */
  readonly role: string | null;
}

/** Bounds of both numbers. The least is enough for whoever has to change a quota that was set too low. */
export const LEAST_QUOTA = 100;
export const MOST_QUOTA = 1_000_000_000;

/** The one that lets more cost come back or, where that is equal, allows more at once; undefined of none. */
export function mostGenerous(quotas: readonly Quota[]): Quota | undefined {
  return [...quotas].sort((one, other) => other.costPerMinute - one.costPerMinute || other.burst - one.burst)[0];
}
