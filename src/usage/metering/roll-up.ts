import type { RootFieldUse, UsageOwner, UsageRecord } from './usage-record';

/** Lengths of the intervals that are kept, in seconds. */
export const grains = { MINUTE: 60, HOUR: 3_600, DAY: 86_400 } as const;

/** What a row of usage_rollups is found by. */
export interface RollupKey extends UsageOwner {
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
  const minutes = new Rollups();
  for (const record of records) addRecord(minutes, record);
  const all = new Rollups();
  for (const minute of minutes.values()) {
    for (const grain of Object.values(grains)) all.add({ ...minute, grain, start: startOf(minute.start, grain) }, minute);
  }
  return all.sorted();
}

function addRecord(minutes: Rollups, { answeredAt, owner, bucket, status, rootFields, rows, cost }: UsageRecord): void {
  const key = { ...owner, grain: grains.MINUTE, start: startOf(answeredAt, grains.MINUTE), bucket };
  const [[field]] = rootFields as [RootFieldUse];
  minutes.add({ ...key, field, status }, { ...nothing, operations: 1, operationRows: rows, operationCost: cost });
  for (const [name, calls, own, callRows, callCost] of rootFields) {
    minutes.add({ ...key, field: name, status: own }, { ...nothing, calls, callRows, callCost });
  }
}

const nothing: RollupCounts = { operations: 0, operationRows: 0, operationCost: 0, calls: 0, callRows: 0, callCost: 0 };

class Rollups {
  private readonly byName = new Map<string, Rollup>();

  add(key: RollupKey, counts: RollupCounts): void {
    const { grain, start, developerKey, credentialKey, field, status, bucket } = key;
    const name = `${grain} ${start} ${developerKey} ${credentialKey} ${field} ${status} ${bucket}`;
    const known = this.byName.get(name);
    if (!known) {
      this.byName.set(name, { ...counts, ...key });
      return;
    }
    known.operations += counts.operations;
    known.operationRows += counts.operationRows;
    known.operationCost += counts.operationCost;
    known.calls += counts.calls;
    known.callRows += counts.callRows;
    known.callCost += counts.callCost;
  }

  values(): Iterable<Rollup> {
    return this.byName.values();
  }

  sorted(): Rollup[] {
    return [...this.byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, rollup]) => rollup);
  }
}
