import { DAY, MINUTE } from '../durations';
import { RecentEvents } from '../recent-events';
import { clientOrAddress, Subjects } from '../subjects';
import type { Rule } from './rule';

const WINDOW = 5 * MINUTE;
const IDS = 20;
const MOST_KEPT = 500;

/** Somebody tries ids one after the other, to see what they are shown. */
export const idWalk: Rule = {
  terms: {
    kind: 'ID_WALK',
    severity: 'HIGH',
    threshold: `a client asks for more than ${IDS} different ids of which it can see nothing`,
    window: WINDOW,
    history: null,
    coolDown: DAY,
  },
  watch() {
    const missed = new Subjects(() => new RecentEvents<string>(WINDOW, MOST_KEPT));
    return {
      request(request) {
        const { at, address, userAgent, requestId } = request;
        if (request.missed.length === 0) return undefined;
        const subject = clientOrAddress(request);
        const events = missed.of(subject);
        for (const id of request.missed) events.add(at, id);
        const recent = events.until(at);
        const ids = new Set(recent.map(({ value }) => value));
        if (ids.size <= IDS) return undefined;
        return {
          subject,
          owner: request,
          from: recent[0]!.at,
          to: at,
          observed: ids.size,
          expected: null,
          summary:
            `The client asked within five minutes for ${ids.size} different ids that lead to nothing it can see, from ${address}. ` +
            'It was shown nothing. If no program of yours works through a list of old ids, somebody looks for what others own: revoke its credentials.',
          evidence: {
            ids: ids.size,
            address,
            userAgent,
            fields: request.rootFields.map(([field]) => field).slice(0, 10),
            lastRequestId: requestId,
          },
        };
      },
    };
  },
};
