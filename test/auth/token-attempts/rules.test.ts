import {
  afterChange,
  blankRecord,
  countedIn,
  forgottenAt,
  isKnown,
  isWorthNoting,
  room,
  type AttemptRecord,
} from '../../../src/auth/token-attempts/rules';

const LIMIT = 10;
const MINUTE = 60_000;
const start = Date.parse('2026-07-01T12:00:00Z');
const blank = blankRecord;

/** After as many failures at an instant. */
const failed = (record: AttemptRecord, at: number, count = 1) => afterChange(record, { failures: [[at, count]], succeededAt: null }, LIMIT);

const heldFor = (record: AttemptRecord, at: number) => Math.max(0, record.heldUntil - at);

test('nine failures in ten minutes hold nobody up, and the tenth does, for a minute', () => {
  let record = failed(blank, start, 4);
  record = failed(record, start + 5 * MINUTE, 5);
  expect([record.heldUntil, room(record, LIMIT, start + 9 * MINUTE)]).toEqual([0, 1]);
  record = failed(record, start + 10 * MINUTE - 1_000);
  expect(heldFor(record, start + 10 * MINUTE - 1_000)).toBe(MINUTE);
  expect(room(record, LIMIT, record.heldUntil - 1)).toBe(0);
});

test('failures older than ten minutes do not count', () => {
  const record = failed(failed(blank, start, 9), start + 10 * MINUTE, 9);
  expect([record.heldUntil, room(record, LIMIT, start + 10 * MINUTE)]).toEqual([0, 1]);
  expect(room(record, LIMIT, start + 20 * MINUTE)).toBe(LIMIT);
});

test('any ten minutes count, not those of a calendar', () => {
  const record = failed(failed(failed(blank, start), start + 9 * MINUTE, 8), start + 11 * MINUTE, 2);
  expect(heldFor(record, start + 11 * MINUTE)).toBe(MINUTE);
});

test('after a hold one attempt is let in, and each failure doubles the hold, up to a quarter of an hour', () => {
  let record = failed(blank, start, LIMIT);
  const minutes: number[] = [];
  for (let hold = 0; hold < 7; hold += 1) {
    expect(room(record, LIMIT, record.heldUntil)).toBe(1);
    const at = record.heldUntil;
    record = failed(record, at);
    minutes.push(heldFor(record, at) / MINUTE);
  }
  expect(minutes).toEqual([2, 4, 8, 15, 15, 15, 15]);
});

test('ten quiet minutes after a hold, everything begins anew', () => {
  const held = failed(blank, start, LIMIT);
  const later = held.heldUntil + 10 * MINUTE;
  expect(room(held, LIMIT, later - 1)).toBe(1);
  expect(room(held, LIMIT, later)).toBe(LIMIT);
  expect(failed(held, later)).toMatchObject({ heldUntil: held.heldUntil, holds: 0 });
  expect(failed(held, later - 1_000).heldUntil).toBe(later - 1_000 + 2 * MINUTE);
});

test('what fails while a hold lasts makes it no longer', () => {
  const held = failed(blank, start, LIMIT);
  expect(failed(held, start + MINUTE - 1_000, 50)).toEqual(held);
});

test('failures of several processes come to the same in either order', () => {
  const one = { failures: [[start, 3] as const, [start + 2_000, 2] as const], succeededAt: null };
  const other = { failures: [[start, 2] as const, [start + 1_000, 2] as const], succeededAt: start };
  const merged = afterChange(afterChange(blank, one, LIMIT), other, LIMIT);
  expect(afterChange(afterChange(blank, other, LIMIT), one, LIMIT)).toEqual(merged);
  expect(merged).toEqual({ failures: [[start, 5], [start + 1_000, 2], [start + 2_000, 2]], holds: 0, heldUntil: 0, succeededAt: start }); // prettier-ignore
});

test('a lower limit than there are failures leaves room for one more attempt, not for none for ever', () => {
  expect(room(failed(blank, start, 9), 5, start)).toBe(1);
});

test('a success makes a client known for thirty days, and is noted once a day', () => {
  const day = 24 * 60 * MINUTE;
  const record = afterChange(failed(blank, start, 3), { failures: [], succeededAt: start }, LIMIT);
  expect([isKnown(blank, start), isKnown(record, start + 30 * day - 1), isKnown(record, start + 30 * day)]).toEqual([false, true, false]);
  expect([isWorthNoting(blank, start), isWorthNoting(record, start + day - 1), isWorthNoting(record, start + day)]).toEqual([true, false, true]); // prettier-ignore
  expect(record.failures).toEqual([[start, 3]]);
});

test('a record is forgotten once it says nothing more', () => {
  expect(forgottenAt(failed(blank, start))).toBe(start + 10 * MINUTE);
  expect(forgottenAt(failed(blank, start, LIMIT))).toBe(start + 11 * MINUTE);
  expect(forgottenAt({ ...blank, succeededAt: start })).toBe(start + 30 * 24 * 60 * MINUTE);
});

test('failures of a second are one entry, and entries stand in their order', () => {
  expect(countedIn(countedIn(countedIn([], 2_000, 1), 1_000, 4), 2_000, 2)).toEqual([
    [1_000, 4],
    [2_000, 3],
  ]);
});
