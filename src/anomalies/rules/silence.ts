import { DAYS_KEPT, type ClientHistory } from '../client-history';
import { DAY, HOUR, MINUTE } from '../durations';
import { median } from '../robust';
import { clientSubject } from '../subjects';
import type { Rule, Suspicion } from './rule';

const HOURS = 2;
const KNOWN_FOR = 7 * DAY;
const STEADY = 0.95;
const REQUESTS = 5;
/** Where nobody looked for so long the server was down itself, and its clients were not silent. */
const MOST_GAP = 10 * MINUTE;

/** A client that always calls does not: it is broken, or cannot reach the server. */
export const silence: Rule = {
  terms: {
    kind: 'SILENCE',
    severity: 'MEDIUM',
    threshold: `a client sends nothing, though at the first hour of this time it sent something on ${STEADY * 100} % of the days, in the median ${REQUESTS} requests`,
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
  for (let days = 1; days < DAYS_KEPT && from - days * DAY >= client.firstSeenAt; days += 1)
    counts.push(client.requests.at(from - days * DAY));
  const usual = median(counts);
  const heardOf = counts.filter((count) => count > 0).length;
  if (heardOf < STEADY * counts.length || !(usual >= REQUESTS)) return undefined;
  return {
    subject,
    owner: client,
    from: client.lastSeenAt,
    to: now,
    observed: 0,
    expected: usual,
    summary:
      `The client has sent nothing since ${new Date(client.lastSeenAt).toISOString()}, where from ${new Date(from).toISOString().slice(11, 16)} UTC on it usually sends about ${Math.round(usual)} requests an hour. ` +
      'See whether it runs, whether its credentials were revoked, and whether it can reach the server.',
    evidence: { lastSeenAt: new Date(client.lastSeenAt).toISOString(), usual, daysLookedAt: counts.length, daysHeardOf: heardOf },
  };
}
