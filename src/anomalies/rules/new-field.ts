import { DAY } from '../durations';
import { isProven, isTokenRequest } from '../proof';
import { clientSubject } from '../subjects';
import type { Rule } from './rule';

const CALLS = 1_000;
const KNOWN_FOR = 7 * DAY;

/** A program that has done the same for weeks does something else. */
export const newField: Rule = {
  terms: {
    kind: 'NEW_FIELD',
    severity: 'LOW',
    threshold: 'a client asks for a root field that it never asked for',
    window: null,
    history: `${KNOWN_FOR / DAY} days and more than ${CALLS.toLocaleString('en')} calls`,
    coolDown: DAY,
  },
  watch: () => ({
    request(request, client) {
      const { at, address, userAgent, requestId, rootFields } = request;
      const subject = clientSubject(request);
      if (!client || subject === undefined || client.calls <= CALLS || at - client.firstSeenAt < KNOWN_FOR) return undefined;
      if (!isProven(request) || isTokenRequest(request)) return undefined;
      const fresh = rootFields
        .map(([field]) => field)
        .filter((field) => field !== '' && field !== '__typename' && !client.fields.has(field));
      if (fresh.length === 0) return undefined;
      return {
        subject,
        owner: request,
        from: at,
        to: at,
        observed: fresh.length,
        expected: 0,
        summary:
          `After ${client.calls.toLocaleString('en')} calls the client asks for ${fresh.slice(0, 3).join(', ')} for the first time. ` +
          'After a release of yours this is nothing; if there was none, see who else has its secret.',
        evidence: { fields: fresh.slice(0, 10), calls: client.calls, address, userAgent, requestId },
      };
    },
  }),
};
