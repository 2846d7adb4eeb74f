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

/** A success, or so many failures in a second. */
export type AttemptEvent = { readonly succeededAt: number } | { readonly second: number; readonly failures: number };

export const blankRecord: AttemptRecord = { failures: [], holds: 0, heldUntil: 0, succeededAt: null };

export function secondOf(instant: number): number {
  return instant - (instant % 1_000);
}

/** The record after what happened, one after the other. */
export function afterEvents(record: AttemptRecord, events: readonly AttemptEvent[], limit: number): AttemptRecord {
  let after = record;
  for (const event of events) {
    if ('succeededAt' in event) after = afterSuccess(after, event.succeededAt);
    else for (let each = 0; each < event.failures; each += 1) after = afterFailure(after, event.second, limit);
  }
  return after;
}

/** Events with one more, where failures of the same second are one event. */
export function withEvent(events: readonly AttemptEvent[], event: AttemptEvent): readonly AttemptEvent[] {
  const last = events.at(-1);
  if (!last || 'succeededAt' in last || 'succeededAt' in event || last.second !== event.second) return [...events, event];
  return [...events.slice(0, -1), { second: event.second, failures: last.failures + event.failures }];
}

/** Whoever succeeds after a hold has a clean slate. Before one failures stay, or a busy client's neighbour could guess for ever. */
function afterSuccess(record: AttemptRecord, at: number): AttemptRecord {
  const succeededAt = Math.max(at, record.succeededAt ?? 0);
  return at >= record.heldUntil && isOnProbation(record, at) ? { ...blankRecord, succeededAt } : { ...record, succeededAt };
}

/**
 * With as many failures in the window as the limit says, a hold begins. Within a window of its end each failure begins the next one.
 * What fails while a hold lasts was let in before it was known, and makes it no longer.
 */
function afterFailure(record: AttemptRecord, second: number, limit: number): AttemptRecord {
  if (second < record.heldUntil) return record;
  const failures = withFailure(within(record.failures, second), second);
  const onProbation = isOnProbation(record, second);
  if (!onProbation && total(failures) < limit) return { ...record, failures, holds: 0 };
  const holds = onProbation ? record.holds + 1 : 1;
  return { ...record, failures, holds, heldUntil: second + lengthOf(holds) };
}

/** Other processes may have written later ones already. */
function withFailure(failures: readonly FailuresInSecond[], second: number): readonly FailuresInSecond[] {
  const known = failures.find((other) => other[0] === second)?.[1] ?? 0;
  const others = failures.filter((other) => other[0] !== second);
  return [...others, [second, known + 1] as const].sort((one, other) => one[0] - other[0]);
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

/** A success is noted once a day, and where it wipes something out, so that it costs no commit as a rule. */
export function isWorthNoting(record: AttemptRecord, now: number): boolean {
  const { succeededAt } = record;
  return succeededAt === null || now - succeededAt >= NOTED_EVERY || isOnProbation(record, now);
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
