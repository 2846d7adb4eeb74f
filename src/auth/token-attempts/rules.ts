/** Failures count together for so long, in milliseconds, and a hold is forgotten so long after its end. */
export const FAILURE_WINDOW = 600_000;
const FIRST_HOLD = 60_000;
const LONGEST_HOLD = 900_000;

const DAY = 86_400_000;
/** How long a success makes a client known at an address, and how old one is before the next is noted. */
const KNOWN_FOR = 30 * DAY;
const NOTED_EVERY = DAY;

/** How often attempts failed in a second, which is given in milliseconds since 1970. */
export type FailuresInSecond = readonly [second: number, count: number];

/** What is remembered of a subject's attempts. A subject is a client at an address, or an address whatever the client. */
export interface AttemptRecord {
  /** Those of the window, in the order of their seconds. */
  readonly failures: readonly FailuresInSecond[];
  /** How many holds followed each other; each is twice as long as the one before, up to a bound. */
  readonly holds: number;
  /** Until when attempts are refused unseen; 0 where they never were. */
  readonly heldUntil: number;
  readonly succeededAt: number | null;
}

/** What happened to a subject and is not written yet. */
export interface AttemptChange {
  readonly failures: readonly FailuresInSecond[];
  readonly succeededAt: number | null;
}

export const blankRecord: AttemptRecord = { failures: [], holds: 0, heldUntil: 0, succeededAt: null };

export function secondOf(instant: number): number {
  return instant - (instant % 1_000);
}

/**
 * The record after what happened. With as many failures in the window as the limit says, a hold begins. Within a window of its end
 * each failure begins the next one. What fails while a hold lasts was let in before it was known, and makes it no longer.
 */
export function afterChange(record: AttemptRecord, { failures, succeededAt }: AttemptChange, limit: number): AttemptRecord {
  let after = record;
  for (const [second, count] of failures) for (let each = 0; each < count; each += 1) after = afterFailure(after, second, limit);
  return succeededAt === null ? after : { ...after, succeededAt: Math.max(succeededAt, after.succeededAt ?? 0) };
}

function afterFailure(record: AttemptRecord, second: number, limit: number): AttemptRecord {
  if (second < record.heldUntil) return record;
  const failures = countedIn(within(record.failures, second), second, 1);
  const onProbation = isOnProbation(record, second);
  if (!onProbation && total(failures) < limit) return { ...record, failures, holds: 0 };
  const holds = onProbation ? record.holds + 1 : 1;
  return { ...record, failures, holds, heldUntil: second + lengthOf(holds) };
}

/** Failures with some more in a second. */
export function countedIn(failures: readonly FailuresInSecond[], second: number, count: number): readonly FailuresInSecond[] {
  const known = failures.find((other) => other[0] === second)?.[1] ?? 0;
  const others = failures.filter((other) => other[0] !== second);
  return [...others, [second, known + count] as const].sort((one, other) => one[0] - other[0]);
}

/** How many attempts may be under way, each of which may fail: none during a hold, and one after it. */
export function room(record: AttemptRecord, limit: number, now: number): number {
  if (now < record.heldUntil) return 0;
  if (isOnProbation(record, now)) return 1;
  return Math.max(1, limit - total(within(record.failures, now)));
}

/** True where the client succeeded from this address not long ago. */
export function isKnown({ succeededAt }: AttemptRecord, now: number): boolean {
  return succeededAt !== null && now - succeededAt < KNOWN_FOR;
}

/** A success is noted once a day, so that one costs no commit as a rule. */
export function isWorthNoting({ succeededAt }: AttemptRecord, now: number): boolean {
  return succeededAt === null || now - succeededAt >= NOTED_EVERY;
}

/** From when a record says no more than a blank one. */
export function forgottenAt({ failures, heldUntil, succeededAt }: AttemptRecord): number {
  const lastFailure = failures.at(-1)?.[0] ?? 0;
  return Math.max(Math.max(lastFailure, heldUntil) + FAILURE_WINDOW, succeededAt === null ? 0 : succeededAt + KNOWN_FOR);
}

function isOnProbation({ holds, heldUntil }: AttemptRecord, now: number): boolean {
  return holds > 0 && now < heldUntil + FAILURE_WINDOW;
}

function within(failures: readonly FailuresInSecond[], now: number): readonly FailuresInSecond[] {
  return failures.filter(([second]) => second > now - FAILURE_WINDOW);
}

function total(failures: readonly FailuresInSecond[]): number {
  return failures.reduce((sum, [, count]) => sum + count, 0);
}

function lengthOf(holds: number): number {
  return Math.min(FIRST_HOLD * 2 ** (holds - 1), LONGEST_HOLD);
}
