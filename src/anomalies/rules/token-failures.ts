import { DAY, MINUTE } from '../durations';
import { commonest, RecentEvents } from '../recent-events';
import type { RequestSignal } from '../signals';
import { clientSubject, Subjects } from '../subjects';
import type { Rule } from './rule';

const WINDOW = 10 * MINUTE;
const FAILURES = 10;
const MOST_KEPT = 200;

/** Somebody guesses a client's secret, or a program has a wrong one. */
export const tokenFailures: Rule = {
  terms: {
    kind: 'TOKEN_FAILURES',
    severity: 'MEDIUM',
    threshold: `a client fails ${FAILURES} times to prove who it is`,
    window: WINDOW,
    history: null,
    coolDown: DAY,
  },
  watch() {
    const failures = new Subjects(() => new RecentEvents<RequestSignal>(WINDOW, MOST_KEPT));
    return {
      request(request) {
        const subject = clientSubject(request);
        if (request.clientFailure === null || subject === undefined) return undefined;
        const recent = failures.of(subject).add(request.at, request);
        if (recent.length < FAILURES) return undefined;
        const requests = recent.map(({ value }) => value);
        const addresses = commonest(requests.map(({ address }) => address));
        return {
          subject,
          owner: request,
          from: recent[0]!.at,
          to: request.at,
          observed: recent.length,
          expected: null,
          summary:
            `The client failed ${recent.length} times within ten minutes to prove who it is, from ${addresses.join(', ')}. ` +
            'Either somebody guesses its secret, or a program of its own has a wrong one: fix the program if you know the network, and rotate the secret if you do not.',
          evidence: {
            failures: recent.length,
            reasons: commonest(requests.map(({ clientFailure }) => clientFailure)),
            addresses,
            userAgents: commonest(
              requests.map(({ userAgent }) => userAgent),
              5,
            ),
            lastRequestId: request.requestId,
          },
        };
      },
    };
  },
};
