import { Violations } from '../../shared/violations';
import { grains, startOf } from '../metering/roll-up';

export type Grain = (typeof grains)[keyof typeof grains];

/** Intervals in which a series may be cut, and days that a report without a series by time may span. */
const MOST_INTERVALS = 2_000;
const MOST_DAYS = 3_700;

/** A part of a report's time as roll-ups of one grain. */
export interface Piece {
  readonly grain: Grain;
  readonly starts: readonly number[];
}

/** From (inclusive) to (exclusive), in milliseconds since 1970: whole intervals of the grain. */
export interface UsageRange {
  readonly from: number;
  readonly to: number;
  readonly grain: Grain;
}

/**
 * The smallest range of whole intervals (UTC) that holds a time; minutes where no interval is given.
 * @throws AppError BAD_USER_INPUT for a time that ends before it begins, or is longer than what is read at once
 */
export function rangeOf(from: number, to: number, interval: Grain | undefined): UsageRange {
  const violations = new Violations();
  const grain = interval ?? grains.MINUTE;
  const range = { from: startOf(from, grain), to: startOf(to + grain * 1_000 - 1, grain), grain };
  const count = interval ? MOST_INTERVALS : MOST_DAYS;
  const longest = count * (interval ?? grains.DAY) * 1_000;
  if (from < 0) violations.add(['from'], 'OUT_OF_RANGE', 'This lies before 1970.');
  if (to <= from) violations.add(['to'], 'OUT_OF_RANGE', 'This must be later than from.');
  else if (range.to - range.from > longest) {
    violations.add(
      ['to'],
      'TOO_LONG',
      `A report spans at most ${count} ${interval ? 'intervals' : 'days'}: ask for less, or by longer ones.`,
    );
  }
  violations.throwIfAny();
  return range;
}

/** The intervals of the range. */
export function intervalsOf({ from, to, grain }: UsageRange): Piece {
  return { grain, starts: startsBetween(from, to, grain) };
}

/** The range as few roll-ups: days where it holds whole ones, else hours, else minutes. */
export function piecesOf({ from, to }: UsageRange): Piece[] {
  const pieces: Piece[] = [];
  let inner = { from, to };
  for (const [grain, larger] of [
    [grains.MINUTE, grains.HOUR],
    [grains.HOUR, grains.DAY],
  ] as const) {
    const next = { from: endOf(inner.from, larger), to: startOf(inner.to, larger) };
    if (next.from >= next.to) return [...pieces, { grain, starts: startsBetween(inner.from, inner.to, grain) }];
    const edges = [...startsBetween(inner.from, next.from, grain), ...startsBetween(next.to, inner.to, grain)];
    if (edges.length > 0) pieces.push({ grain, starts: edges });
    inner = next;
  }
  return [...pieces, { grain: grains.DAY, starts: startsBetween(inner.from, inner.to, grains.DAY) }];
}

function endOf(instant: number, grain: Grain): number {
  return startOf(instant + grain * 1_000 - 1, grain);
}

function startsBetween(from: number, to: number, grain: Grain): number[] {
  return Array.from({ length: (to - from) / (grain * 1_000) }, (_, index) => from + index * grain * 1_000);
}
