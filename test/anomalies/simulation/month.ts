import { ClientHistory } from '../../../src/anomalies/client-history';
import { Detector } from '../../../src/anomalies/detector';
import { DAY, HOUR, MINUTE } from '../../../src/anomalies/durations';
import type { Finding } from '../../../src/anomalies/finding';
import type { Signal } from '../../../src/anomalies/signals';
import { END, FIRST_DAY, localHour } from './calendar';
import { Caller, type Identity } from './caller';
import { Random } from './random';
import { shapes, type Shape } from './shapes';

const LOOKED_EVERY = 5 * MINUTE;
/** Two hours of a night in which the server is down. */
const DOWN_FROM = FIRST_DAY + 37 * DAY + 1.5 * HOUR;
const DOWN_TO = DOWN_FROM + 2 * HOUR;

/** A client that was used once, long before all this. */
export const FORGOTTEN: Identity = { developerKey: 90, credentialKey: 190 };

export const identityOf = (index: number): Identity => ({ developerKey: index + 1, credentialKey: index + 101 });

export interface Month {
  /** Of normal traffic alone, and of the same with incidents. */
  readonly quiet: readonly Finding[];
  readonly eventful: readonly Finding[];
  readonly signals: number;
}

/** Changes what happens on a day. */
export type Change = (day: number, signals: readonly Signal[]) => readonly Signal[];

/** Lets all clients live through four weeks and the month, and tells what detectors found in both. */
export function simulate(seed: number, incidents?: Change): Month {
  const callers = begin(seed);
  const [quiet, eventful] = [newDetector(), newDetector()];
  const month = { quiet: [] as Finding[], eventful: [] as Finding[], signals: 0 };
  for (let day = FIRST_DAY; day < END; day += DAY) {
    const signals = callers.flatMap(({ shape, caller, random }) => liveThrough(day, shape, caller, random));
    month.signals += signals.length;
    month.quiet.push(...watch(quiet, signals, day));
    if (incidents) month.eventful.push(...watch(eventful, incidents(day, signals), day));
  }
  return month;
}

function begin(seed: number) {
  return shapes.map((shape, index) => {
    const random = new Random(seed * 1_000 + index);
    return { shape, random, caller: new Caller(identityOf(index), shape.habits, random) };
  });
}

function newDetector(): Detector {
  const longAgo = FIRST_DAY - 60 * DAY;
  const forgotten = new ClientHistory({ ...FORGOTTEN, firstSeenAt: longAgo, lastSeenAt: longAgo });
  return new Detector({ histories: [forgotten], raised: [], maxCost: 25_000 });
}

/** A day of a client, in the order of time as far as the client goes. */
function liveThrough(day: number, shape: Shape, caller: Caller, random: Random): readonly Signal[] {
  const ofDay = random.factor(shape.spread.days);
  for (let hour = day; hour < day + DAY; hour += HOUR) {
    const rate = shape.rate(localHour(hour, shape.zone)) * ofDay * random.factor(shape.spread.hours);
    const times = Array.from({ length: random.poisson(rate) }, () => hour + Math.floor(random.next() * (shape.within ?? 1) * HOUR));
    for (const at of times.sort((one, other) => one - other)) caller.work(at, shape.origin(at, random));
  }
  const { signals } = caller;
  caller.signals = [];
  return signals;
}

/** Nobody looks while the server is down, and nobody is answered. */
function watch(detector: Detector, signals: readonly Signal[], day: number): Finding[] {
  const isUp = (at: number) => at < DOWN_FROM || at >= DOWN_TO;
  const waiting = signals.filter(({ at }) => isUp(at)).toSorted((one, other) => one.at - other.at);
  const findings: Finding[] = [];
  let next = 0;
  for (let until = day + LOOKED_EVERY; until <= day + DAY; until += LOOKED_EVERY) {
    const from = next;
    while (next < waiting.length && (waiting[next]!.at < until || until === day + DAY)) next += 1;
    if (next > from) findings.push(...detector.observe(waiting.slice(from, next)));
    if (isUp(until)) findings.push(...detector.elapse(until));
    detector.takeLearned();
  }
  return findings;
}
