import { DAYS_KEPT, type ClientHistory } from '../client-history';
import { DAY } from '../durations';
import { isProven } from '../proof';
import { median, ordinaryLimit } from '../robust';
import { clientSubject, Subjects } from '../subjects';
import type { Rule } from './rule';

const FLOOR = 5_000;
const TIMES = 10;
const READING_DAYS = 7;

interface Limit {
  day: number;
  usual: number;
  limit: number;
}

/** Somebody takes the books along. */
export const exportReading: Rule = {
  terms: {
    kind: 'EXPORT_READING',
    severity: 'MEDIUM',
    threshold: `a client reads more than ${FLOOR.toLocaleString('en')} rows on a day (UTC), ${TIMES} times the median of its days and more than four deviations (MAD) above it`,
    window: DAY,
    history: `${READING_DAYS} days with rows in the last ${DAYS_KEPT}`,
    coolDown: DAY,
  },
  watch() {
    const limits = new Subjects<Limit>(() => ({ day: 0, usual: 0, limit: 0 }));
    return {
      request(request, client) {
        const subject = clientSubject(request);
        if (request.rows === 0 || !client || subject === undefined || !isProven(request)) return undefined;
        const { at, address, rootFields } = request;
        const rows = client.rows.at(at) + request.rows;
        if (rows <= FLOOR) return undefined;
        const known = limits.of(subject);
        const day = Math.floor(at / DAY) * DAY;
        if (known.day !== day) Object.assign(known, limitOf(client, day));
        if (rows <= known.limit) return undefined;
        return {
          subject,
          owner: request,
          from: day,
          to: at,
          observed: rows,
          expected: known.usual,
          summary:
            `The client has read ${rows.toLocaleString('en')} rows today, where it usually reads about ${Math.round(known.usual).toLocaleString('en')} a day. ` +
            'If nobody exports the books, somebody takes them along: see in usage what it reads and from where, and revoke its credentials if that is not yours.',
          evidence: {
            rows,
            usual: known.usual,
            limit: Math.round(known.limit),
            address,
            lastFields: rootFields.map(([field]) => field).slice(0, 10),
          },
        };
      },
    };
  },
};

function limitOf(client: ClientHistory, day: number): Limit {
  const past = Array.from({ length: DAYS_KEPT - 1 }, (_, index) => client.rows.at(day - (index + 1) * DAY)).filter((rows) => rows > 0);
  if (past.length < READING_DAYS) return { day, usual: 0, limit: Infinity };
  return { day, usual: median(past), limit: Math.max(FLOOR, ordinaryLimit(past, TIMES)) };
}
