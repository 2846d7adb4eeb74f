import { DAY, HOUR } from '../../../src/anomalies/durations';

/** A Monday; four weeks that only teach, then thirty days that count, in which clocks are set back and a month is closed. */
export const FIRST_DAY = Date.parse('2026-09-14T00:00:00Z');
export const FIRST_COUNTED = FIRST_DAY + 28 * DAY;
export const COUNTED_DAYS = 30;
export const END = FIRST_COUNTED + COUNTED_DAYS * DAY;

export type Zone = 'UTC' | 'BERLIN' | 'NEW_YORK' | 'AUCKLAND';

/** From when on it is how many hours ahead of UTC. */
const offsets: Readonly<Record<Zone, readonly (readonly [from: number, hours: number])[]>> = {
  UTC: [[0, 0]],
  BERLIN: [
    [0, 2],
    [Date.parse('2026-10-25T01:00:00Z'), 1],
  ],
  NEW_YORK: [
    [0, -4],
    [Date.parse('2026-11-01T06:00:00Z'), -5],
  ],
  AUCKLAND: [
    [0, 12],
    [Date.parse('2026-09-26T14:00:00Z'), 13],
  ],
};

const holidays = ['2026-10-26', '2026-11-11'];

/** An hour as people and time tables see it. */
export interface LocalHour {
  readonly hour: number;
  /** Of the month. */
  readonly day: number;
  readonly workday: boolean;
  readonly weekday: number;
  /** The last days of a month, when more is booked. */
  readonly monthEnd: boolean;
}

export function localHour(at: number, zone: Zone): LocalHour {
  const hours = offsets[zone].findLast(([from]) => at >= from)![1];
  const local = new Date(at + hours * HOUR);
  const weekday = local.getUTCDay();
  return {
    hour: local.getUTCHours(),
    day: local.getUTCDate(),
    weekday,
    workday: weekday % 6 !== 0 && !holidays.includes(local.toISOString().slice(0, 10)),
    monthEnd: new Date(local.getTime() + 3 * DAY).getUTCMonth() !== local.getUTCMonth(),
  };
}
