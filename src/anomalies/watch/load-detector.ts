import { setImmediate } from 'node:timers/promises';
import type { Reader } from '../../database';
import { ClientHistory, DAYS_KEPT } from '../client-history';
import { Detector } from '../detector';
import { DAY, MINUTE } from '../durations';
import type { Signal, SignalOwner } from '../signals';
import { HistoryRepository, type FieldUse } from './history.repository';
import { before, type Cursor } from './places';
import { readSlice } from './read-signals';
import { readRaised, readTraits } from './watch.repository';

/** Longer than any window of minutes. */
const REPLAYED = 10 * MINUTE;
/** Before that nothing is known of a client. */
const DAYS_KNOWN = 400;
const DAYS_RAISED = 31;
/** Those that were active last; as many as the detector remembers. */
const MOST_CLIENTS = 5_000;
const MOST_TRAITS = 100_000;
const MOST_RAISED = 10_000;

/**
 * A detector that knows what happened up to the cursor: by the hour from the roll-ups, and request by request for the last ten minutes,
 * whose findings were raised then.
 */
export async function loadDetector(reader: Reader, cursor: Cursor, maxCost: number): Promise<Detector> {
  const { at } = cursor.record;
  const minute = at - (at % MINUTE);
  const histories = await loadHistories(reader, minute);
  const detector = new Detector({ histories, raised: await readRaised(reader, at - DAYS_RAISED * DAY, MOST_RAISED), maxCost });
  await eachSlice(reader, minute - REPLAYED, minute, (signals) => detector.recall(signals));
  // The roll-ups of this minute may hold what comes after the cursor.
  await eachSlice(reader, minute, at, (signals) => detector.observe(signals));
  // They are known already.
  detector.takeLearned();
  return detector;
}

async function eachSlice(reader: Reader, from: number, until: number, look: (signals: readonly Signal[]) => void): Promise<void> {
  for (let place = before(from); ;) {
    const slice = await readSlice(reader, place, until);
    look(slice.signals);
    if (slice.complete) return;
    place = slice.cursor;
    await setImmediate();
  }
}

async function loadHistories(reader: Reader, until: number): Promise<Iterable<ClientHistory>> {
  const usage = new HistoryRepository(reader);
  const histories = historiesOf(await usage.fields(until - DAYS_KNOWN * DAY, until));
  for await (const interval of usage.intervals(until - DAYS_KEPT * DAY, until)) {
    for (const { at, requests, postings, rows, ...owner } of interval) {
      const history = histories.get(nameOf(owner));
      history?.requests.add(at, requests);
      history?.postings.add(at, postings);
      history?.rows.add(at, rows);
    }
  }
  for (const { kind, value, lastSeenAt, ...owner } of await readTraits(reader, until - DAYS_KNOWN * DAY, MOST_TRAITS)) {
    histories.get(nameOf(owner))?.addTrait(kind, value, lastSeenAt);
  }
  return histories.values();
}

function historiesOf(uses: readonly FieldUse[]): Map<string, ClientHistory> {
  const usesOf = new Map<string, FieldUse[]>();
  for (const use of uses) {
    const known = usesOf.get(nameOf(use));
    if (known) known.push(use);
    else usesOf.set(nameOf(use), [use]);
  }
  const made = [...usesOf.values()].map(historyOf);
  // Those come last that are to be forgotten last.
  const active = made.sort((one, other) => one.lastSeenAt - other.lastSeenAt).slice(-MOST_CLIENTS);
  return new Map(active.map((history) => [nameOf(history), history]));
}

function historyOf(uses: readonly FieldUse[]): ClientHistory {
  const { developerKey, credentialKey } = uses[0]!;
  const firstSeenAt = uses.reduce((first, use) => Math.min(first, use.firstSeenAt), Infinity);
  const lastSeenAt = uses.reduce((last, use) => Math.max(last, use.lastSeenAt), 0);
  const history = new ClientHistory({ developerKey, credentialKey, firstSeenAt, lastSeenAt });
  for (const { field, calls } of uses) {
    history.calls += calls;
    history.addField(field);
  }
  return history;
}

function nameOf({ developerKey, credentialKey }: SignalOwner): string {
  return `${developerKey} ${credentialKey}`;
}
