import { TOKEN_LIFETIME } from '../access-token';

/** All times in milliseconds. */
const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * How long a key is published before it signs: longer than the caches on the way may keep the old set (PUBLISHED_MAX_AGE), the ten
 * minutes that client libraries then keep it, and UPKEEP_INTERVAL, all after one another.
 */
export const LEAD_TIME = 20 * MINUTE;

/** How long the clocks of our processes may differ. */
const CLOCK_DIFFERENCE = 5 * MINUTE;

/** How often a process reads the keys anew at the least, and sees whether a rotation is due. */
export const UPKEEP_INTERVAL = MINUTE;

interface Times {
  readonly activatesAt: number;
  readonly retiresAt: number | null;
}

/** Still published: some token that it signed may be good. */
export function isPublished({ retiresAt }: Times, now: number): boolean {
  return retiresAt === null || retiresAt > now;
}

/** From when a key need not be published any more, given from when the next one signs. */
export function retirementBefore(nextActivatesAt: number): number {
  return nextActivatesAt + TOKEN_LIFETIME * 1000 + CLOCK_DIFFERENCE;
}

/** Whether a key that does not sign yet is published already. */
export function isNextWaiting(keys: readonly Times[], now: number): boolean {
  return keys.some(({ activatesAt }) => activatesAt > now);
}

/** Whether the next key is to be made, so that it signs when the present one has done so for the days; 0 means never. */
export function isRotationDue(keys: readonly Times[], days: number, now: number): boolean {
  if (keys.length === 0) return true;
  const latest = Math.max(...keys.map(({ activatesAt }) => activatesAt));
  return days > 0 && latest + days * DAY - LEAD_TIME <= now;
}

/** The latest key that is active; where the clock of who made the only one runs ahead of ours, that one. They come in the order in which they sign. */
export function activeKey<K extends Times>(keys: readonly K[], now: number): K | undefined {
  return keys.findLast(({ activatesAt }) => activatesAt <= now) ?? keys[0];
}
