import { DAY } from '../durations';
import { isProven } from '../proof';
import { clientSubject } from '../subjects';
import type { Rule } from './rule';

/** A month and some days, so that what runs once a month is never dormant. */
const DORMANT = 35 * DAY;

/** Secrets that nobody uses are secrets that nobody misses. */
export const dormantActive: Rule = {
  terms: {
    kind: 'DORMANT_ACTIVE',
    severity: 'MEDIUM',
    threshold: `a client is back that was not heard of for ${DORMANT / DAY} days`,
    window: null,
    history: 'one request',
    coolDown: 30 * DAY,
  },
  watch: () => ({
    request(request, client) {
      const { at, address, userAgent, requestId } = request;
      const subject = clientSubject(request);
      if (!client || subject === undefined || at - client.lastSeenAt <= DORMANT || !isProven(request)) return undefined;
      const days = Math.floor((at - client.lastSeenAt) / DAY);
      return {
        subject,
        owner: request,
        from: client.lastSeenAt,
        to: at,
        observed: days,
        expected: null,
        summary:
          `The client was not heard of for ${days} days and is back, from ${address}. ` +
          'If nobody remembers who uses it, revoke its credentials: a secret that was forgotten may have been found.',
        evidence: { days, lastSeenAt: new Date(client.lastSeenAt).toISOString(), address, userAgent, requestId },
      };
    },
  }),
};
