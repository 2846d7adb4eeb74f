import { DAY, MINUTE } from '../durations';
import { gotToken } from '../proof';
import { RecentEvents } from '../recent-events';
import { clientSubject, Subjects } from '../subjects';
import type { Rule } from './rule';

const WINDOW = 10 * MINUTE;
const FAILURES = 5;
const MOST_KEPT = 200;

/** A secret that was guessed looks like this; so does one that a person found after a while. */
export const successAfterFailures: Rule = {
  terms: {
    kind: 'SUCCESS_AFTER_FAILURES',
    severity: 'HIGH',
    threshold: `a client gets a token from a network from which it failed at least ${FAILURES} times since it last succeeded there`,
    window: WINDOW,
    history: null,
    coolDown: DAY,
  },
  watch() {
    const failures = new Subjects(() => new RecentEvents<string>(WINDOW, MOST_KEPT));
    return {
      request(request) {
        const subject = clientSubject(request);
        if (subject === undefined) return undefined;
        const { at, address, requestId, userAgent } = request;
        if (request.clientFailure === null && !gotToken(request)) return undefined;
        const here = failures.of(`${subject} ${address}`);
        if (request.clientFailure !== null) {
          here.add(at, requestId);
          return undefined;
        }
        const recent = here.until(at);
        here.clear();
        if (recent.length < FAILURES) return undefined;
        return {
          subject,
          owner: request,
          from: recent[0]!.at,
          to: at,
          observed: recent.length,
          expected: null,
          summary:
            `The client got a token from ${address} after it had failed there ${recent.length} times within ten minutes. ` +
            'If nobody was setting it up at that moment, its secret was found: rotate it with overlapSeconds: 0, and look at what the token was used for.',
          evidence: { failures: recent.length, address, userAgent, firstFailure: recent[0]!.value, success: requestId },
        };
      },
    };
  },
};
