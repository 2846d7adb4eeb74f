import {
  afterEvents,
  blankRecord,
  forgottenAt,
  isKnown,
  isWorthNoting,
  room,
  withEvent,
  type AttemptEvent,
  type AttemptRecord,
} from '../../../src/auth/token-attempts/rules';

const LIMIT = 10;
const MINUTE = 60_000;
const start = Date.parse('2026-07-01T12:00:00Z');
const blank = blankRecord;

/** After as many failures at an instant. */
const failed = (record: AttemptRecord, at: number, count = 1) => afterEvents(record, [{ second: at, failures: count }], LIMIT);

const succeeded = (record: AttemptRecord, at: number) => afterEvents(record, [{ succeededAt: at }], LIMIT);

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
  const one = [{ second: start, failures: 3 }, { second: start + 2_000, failures: 2 }]; // prettier-ignore
  const other = [{ second: start, failures: 2 }, { succeededAt: start }, { second: start + 1_000, failures: 2 }]; // prettier-ignore
  const merged = afterEvents(afterEvents(blank, one, LIMIT), other, LIMIT);
  expect(afterEvents(afterEvents(blank, other, LIMIT), one, LIMIT)).toEqual(merged);
  expect(merged).toEqual({ failures: [[start, 5], [start + 1_000, 2], [start + 2_000, 2]], holds: 0, heldUntil: 0, succeededAt: start }); // prettier-ignore
});

test('a lower limit than there are failures leaves room for one more attempt, not for none for ever', () => {
  expect(room(failed(blank, start, 9), 5, start)).toBe(1);
});

test('a success makes a client known for thirty days, and is noted once a day', () => {
  const day = 24 * 60 * MINUTE;
  const record = succeeded(failed(blank, start, 3), start);
  expect([isKnown(blank, start), isKnown(record, start + 30 * day - 1), isKnown(record, start + 30 * day)]).toEqual([false, true, false]);
  expect([isWorthNoting(blank, start), isWorthNoting(record, start + day - 1), isWorthNoting(record, start + day)]).toEqual([true, false, true]); // prettier-ignore
  expect(record.failures).toEqual([[start, 3]]);
});

test('a record is forgotten once it says nothing more', () => {
  expect(forgottenAt(failed(blank, start))).toBe(start + 10 * MINUTE);
  expect(forgottenAt(failed(blank, start, LIMIT))).toBe(start + 11 * MINUTE);
  expect(forgottenAt({ ...blank, succeededAt: start })).toBe(start + 30 * 24 * 60 * MINUTE);
});

test('a success leaves failures as they are before a hold, and wipes them out after one', () => {
  const before = succeeded(failed(blank, start, 9), start);
  expect(heldFor(failed(before, start), start)).toBe(MINUTE);
  const after = failed(blank, start, LIMIT).heldUntil;
  const clean = succeeded(failed(blank, start, LIMIT), after);
  expect([room(clean, LIMIT, after), clean.failures, clean.succeededAt]).toEqual([LIMIT, [], after]);
  expect(heldFor(failed(clean, after, LIMIT), after)).toBe(MINUTE);
});

test('a success that was under way when a hold began does not end it', () => {
  const held = failed(blank, start, LIMIT);
  expect(succeeded(held, start + 500)).toEqual({ ...held, succeededAt: start + 500 });
});

test('a success is worth noting where it wipes something out', () => {
  const held = failed(succeeded(blank, start), start, LIMIT);
  expect(isWorthNoting(held, held.heldUntil)).toBe(true);
  expect(isWorthNoting(succeeded(held, held.heldUntil), held.heldUntil)).toBe(false);
});

test('failures of a second are one event, and what happened stays in its order', () => {
  const happened: AttemptEvent[] = [1_000, 1_000, 2_000].map((second) => ({ second, failures: 1 }));
  const events = [...happened, { succeededAt: 2_000 }, happened[2]!].reduce(withEvent, []);
  expect(events).toEqual([{ second: 1_000, failures: 2 }, happened[2], { succeededAt: 2_000 }, happened[2]]);
});
