import { dateAt, type LedgerDate } from '../../shared/dates';

/** A day in the life of the firm. */
export interface Day {
  readonly date: LedgerDate;
  /** Days since 1970. */
  readonly number: number;
  readonly month: number;
  readonly dayOfMonth: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly lastOfMonth: boolean;
}

const MILLISECONDS = 86_400_000;

function dayAt(number: number): Day {
  const at = new Date(number * MILLISECONDS);
  const tomorrow = new Date((number + 1) * MILLISECONDS);
  return {
    date: dateAt(at.getTime()),
    number,
    month: at.getUTCMonth() + 1,
    dayOfMonth: at.getUTCDate(),
    weekday: at.getUTCDay(),
    lastOfMonth: tomorrow.getUTCDate() === 1,
  };
}

/** Every day from the first of the month that lies `months` before today's, up to today, in UTC. `now` is in ms since 1970. */
export function daysUpTo(now: number, months: number): Day[] {
  const today = new Date(now);
  const first = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months, 1) / MILLISECONDS;
  const last = Math.floor(now / MILLISECONDS);
  return Array.from({ length: last - first + 1 }, (_, index) => dayAt(first + index));
}
