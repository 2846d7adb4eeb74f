/**
 * An accounting date as the integer YYYYMMDD: ordered, four bytes in either database, the same in both, and readable there.
 * A month is YYYYMM. Times of day have no place in it; instants are milliseconds since 1970 (see Clock).
 */
export type LedgerDate = number;

const isoDate = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The date of an ISO 8601 calendar date (2026-01-31), or undefined where it is none. Years are 1000 to 9999. */
export function parseDate(text: string): LedgerDate | undefined {
  const match = isoDate.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return year * 10_000 + month * 100 + day;
}

export function formatDate(date: LedgerDate): string {
  const text = String(date);
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
}

/** The month YYYYMM that a date lies in. */
export function monthOf(date: LedgerDate): number {
  return Math.floor(date / 100);
}

/** The date of an instant, in UTC. */
export function dateAt(instant: number): LedgerDate {
  const date = new Date(instant);
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}

export function isMonthEnd(date: LedgerDate): boolean {
  return date === lastDayOf(monthOf(date));
}

/** The last day of a month YYYYMM. */
export function lastDayOf(month: number): LedgerDate {
  return month * 100 + daysInMonth(Math.floor(month / 100), month % 100);
}

export function dayBefore(date: LedgerDate): LedgerDate {
  return dateAt(Date.UTC(Math.floor(date / 10_000), (Math.floor(date / 100) % 100) - 1, date % 100) - 86_400_000);
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** An instant (ms since 1970) as RFC 3339 writes it. */
export function instantOf(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
