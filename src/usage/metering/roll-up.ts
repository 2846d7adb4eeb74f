import type { RootFieldUse, UsageOwner, UsageRecord } from './usage-record';

/** Lengths of the intervals that are kept, in seconds. */
export const grains = { MINUTE: 60, HOUR: 3_600, DAY: 86_400 } as const;

/** What a row of usage_rollups is found by. */
export interface RollupKey {
  readonly owner: UsageOwner;
  readonly grain: number;
  readonly start: number;
  readonly field: string;
  readonly status: string;
  readonly bucket: number;
}

export interface RollupCounts {
  operations: number;
  operationRows: number;
  operationCost: number;
  calls: number;
  callRows: number;
  callCost: number;
}

export type Rollup = RollupKey & RollupCounts;

/** The beginning of the interval of so many seconds (UTC) that an instant lies in. */
export function startOf(instant: number, grain: number): number {
  return instant - (instant % (grain * 1_000));
}

/** What records add to the roll-ups, in one order in all processes, so that none waits for another in a circle. */
export function rollUp(records: readonly UsageRecord[]): Rollup[] {
  // Most records of a commit are of one minute, and to make a name of every instant takes longer than the rest.
  const minutes = new Map<number, Rollups>();
  for (const record of records) {
    const start = startOf(record.answeredAt, grains.MINUTE);
    let minute = minutes.get(start);
    if (!minute) minutes.set(start, (minute = new Rollups(grains.MINUTE, start)));
    addRecord(minute, record);
  }
  const all = [...minutes.values()];
  return [...all, ...longer(all, grains.HOUR), ...longer(all, grains.DAY)].flatMap((rollups) => rollups.values()).sort(byKey);
}

/** The same in longer intervals. */
function longer(minutes: readonly Rollups[], grain: number): Rollups[] {
  const intervals = new Map<number, Rollups>();
  for (const minute of minutes) {
    const start = startOf(minute.start, grain);
    const interval = intervals.get(start) ?? new Rollups(grain, start);
    intervals.set(start, interval);
    for (const rollup of minute.values()) add(interval.of(rollup.owner, rollup.field, rollup.status, rollup.bucket), rollup);
  }
  return [...intervals.values()];
}

function addRecord(minute: Rollups, { owner, bucket, status, rootFields, rows, cost }: UsageRecord): void {
  const [[first]] = rootFields as [RootFieldUse];
  const whole = minute.of(owner, first, status, bucket);
  whole.operations += 1;
  whole.operationRows += rows;
  whole.operationCost += cost;
  for (const [field, calls, own, callRows, callCost] of rootFields) {
    const part = field === first && own === status ? whole : minute.of(owner, field, own, bucket);
    part.calls += calls;
    part.callRows += callRows;
    part.callCost += callCost;
  }
}

function add(sum: Rollup, counts: RollupCounts): void {
  sum.operations += counts.operations;
  sum.operationRows += counts.operationRows;
  sum.operationCost += counts.operationCost;
  sum.calls += counts.calls;
  sum.callRows += counts.callRows;
  sum.callCost += counts.callCost;
}

/** The roll-ups of one interval. */
class Rollups {
  private readonly byName = new Map<string, Rollup>();

  constructor(
    private readonly grain: number,
    readonly start: number,
  ) {}

  /** The roll-up of a key, to add to. */
  of(owner: UsageOwner, field: string, status: string, bucket: number): Rollup {
    const name = `${owner.developerKey} ${owner.credentialKey} ${field} ${status} ${bucket}`;
    let rollup = this.byName.get(name);
    if (!rollup) {
      const { grain, start } = this;
      rollup = {
        grain,
        start,
        owner,
        field,
        status,
        bucket,
        operations: 0,
        operationRows: 0,
        operationCost: 0,
        calls: 0,
        callRows: 0,
        callCost: 0,
      };
      this.byName.set(name, rollup);
    }
    return rollup;
  }

  values(): readonly Rollup[] {
    return [...this.byName.values()];
  }
}

function byKey(one: Rollup, other: Rollup): number {
  const numbers = ({ grain, start, owner, bucket }: Rollup) => [grain, start, owner.developerKey, owner.credentialKey, bucket];
  const [ours, theirs] = [numbers(one), numbers(other)];
  const differing = ours.findIndex((value, index) => value !== theirs[index]);
  if (differing >= 0) return ours[differing]! - theirs[differing]!;
  return `${one.field} ${one.status}` < `${other.field} ${other.status}` ? -1 : 1;
}
