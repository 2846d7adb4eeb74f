import { DAYS_KEPT, type ClientHistory } from '../client-history';
import { DAY, HOUR } from '../durations';
import { isProven } from '../proof';
import { median, ordinaryLimit } from '../robust';
import type { SignalOwner } from '../signals';
import { clientSubject, Subjects } from '../subjects';
import type { Rule } from './rule';

const FLOOR = 20;
const TIMES = 3;
const KNOWN_FOR = 7 * DAY;
const ACTIVE_HOURS = 24;

interface Limit {
  hour: number;
  usual: number;
  limit: number;
}

/** Somebody copies the books, or a loop has lost its end. */
export const volumeSpike: Rule = {
  terms: {
    kind: 'VOLUME_SPIKE',
    severity: 'MEDIUM',
    threshold:
      `a client sends more than ${FLOOR} requests, ${TIMES} times its median and more than four deviations (MAD) above it: ` +
      'both of that hour of the day and those beside it, and of all hours in which it was active',
    window: HOUR,
    history: `${KNOWN_FOR / DAY} days, and ${ACTIVE_HOURS} hours with requests in the last ${DAYS_KEPT} days`,
    coolDown: DAY,
  },
  watch() {
    // Worked out once an hour, and only for clients that pass the floor.
    const limits = new Subjects<Limit>(() => ({ hour: 0, usual: 0, limit: 0 }));
    return {
      request(request, client) {
        const subject = clientSubject(request);
        if (!client || subject === undefined || !isProven(request)) return undefined;
        const { at } = request;
        const count = client.requests.at(at) + 1;
        if (count <= FLOOR || at - client.firstSeenAt < KNOWN_FOR) return undefined;
        const known = limits.of(subject);
        const hour = Math.floor(at / HOUR) * HOUR;
        if (known.hour !== hour) Object.assign(known, limitOf(client, hour));
        return count > known.limit ? suspicionOf(request, subject, { ...known, count, at }) : undefined;
      },
    };
  },
};

function limitOf(client: ClientHistory, hour: number): Limit {
  const atThisHour: number[] = [];
  const active: number[] = [];
  for (let each = Math.max(hour - (DAYS_KEPT * 24 - 1) * HOUR, client.firstSeenAt); each < hour; each += HOUR) {
    const count = client.requests.at(each);
    const apart = Math.round((hour - each) / HOUR) % 24;
    if (apart <= 1 || apart === 23) atThisHour.push(count);
    if (count > 0) active.push(count);
  }
  if (active.length < ACTIVE_HOURS) return { hour, usual: 0, limit: Infinity };
  return { hour, usual: median(atThisHour), limit: Math.max(FLOOR, ordinaryLimit(atThisHour, TIMES), ordinaryLimit(active, TIMES)) };
}

function suspicionOf(owner: SignalOwner, subject: string, { hour, usual, limit, count, at }: Limit & { count: number; at: number }) {
  return {
    subject,
    owner,
    from: hour,
    to: at,
    observed: count,
    expected: usual,
    summary:
      `The client has sent ${count} requests since ${new Date(hour).toISOString().slice(11, 16)} UTC, where at this hour it usually sends about ${Math.round(usual)}. ` +
      'If nothing new was released and no import runs, see in usage what it reads, and suspend the developer if you do not know why.',
    evidence: { requests: count, usual, limit: Math.round(limit) },
  };
}
