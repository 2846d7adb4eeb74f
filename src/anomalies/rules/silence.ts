import { DAYS_KEPT, type ClientHistory } from '../client-history';
import { DAY, HOUR, MINUTE } from '../durations';
import { median } from '../robust';
import { clientSubject } from '../subjects';
import type { Rule, Suspicion } from './rule';

/** The first may be empty on any day: what runs by local time runs an hour earlier or later twice a year. */
const HOURS = 3;
const KNOWN_FOR = 7 * DAY;
const STEADY = 0.95;
const REQUESTS = 10;
/** Where nobody looked for so long the server was down itself, and its clients were not silent. */
const MOST_GAP = 10 * MINUTE;

/** A client that always calls does not: it is broken, or cannot reach the server. */
export const silence: Rule = {
  terms: {
    kind: 'SILENCE',
    severity: 'MEDIUM',
    threshold: `a client sends nothing, though on ${STEADY * 100} % of the days it sent at least ${REQUESTS} requests in the last two of these hours of the day, some of them in the first of both`,
    window: HOURS * HOUR,
    history: `${KNOWN_FOR / DAY} days`,
    coolDown: 2 * DAY,
  },
  watch({ histories }) {
    let lookedAt = -Infinity;
    let lookingSince = Infinity;
    let checked = -Infinity;
    return {
      elapse(now) {
        if (now - lookedAt > MOST_GAP) lookingSince = now;
        lookedAt = now;
        const hour = Math.floor(now / HOUR) * HOUR;
        const from = hour - HOURS * HOUR;
        if (hour <= checked || lookingSince > from) return [];
        checked = hour;
        return [...histories.all()].flatMap((client) => silenceOf(client, from, now) ?? []);
      },
    };
  },
};

function silenceOf(client: ClientHistory, from: number, now: number): Suspicion | undefined {
  const subject = clientSubject(client);
  if (client.lastSeenAt >= from || now - client.firstSeenAt < KNOWN_FOR || subject === undefined) return undefined;
  const counts: number[] = [];
  let steady = 0;
  for (let days = 1; days < DAYS_KEPT && from - days * DAY >= client.firstSeenAt; days += 1) {
    const then = from + HOUR - days * DAY;
    const first = client.requests.at(then);
    const count = first + client.requests.at(then + HOUR);
    if (first > 0 && count >= REQUESTS) steady += 1;
    counts.push(count);
  }
  if (steady < STEADY * counts.length) return undefined;
  const usual = median(counts);
  return {
    subject,
    owner: client,
    from: client.lastSeenAt,
    to: now,
    observed: 0,
    expected: usual,
    summary:
      `The client has sent nothing since ${new Date(client.lastSeenAt).toISOString()}, where from ${new Date(from + HOUR).toISOString().slice(11, 16)} UTC on it usually sends about ${Math.round(usual)} requests in two hours. ` +
      'See whether it runs, whether its credentials were revoked, and whether it can reach the server.',
    evidence: { lastSeenAt: new Date(client.lastSeenAt).toISOString(), usual, daysLookedAt: counts.length, daysHeardOf: steady },
  };
}
