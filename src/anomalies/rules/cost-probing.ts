import { DAY, HOUR } from '../durations';
import { commonest, RecentEvents } from '../recent-events';
import { clientSubject, Subjects } from '../subjects';
import type { Rule } from './rule';

const WINDOW = HOUR;
const SHARE = 0.8;
const OPERATIONS = 10;
const MOST_KEPT = 200;

/** Somebody looks for the most that an operation may cost. A program that asks for the same large page again and again does not. */
export const costProbing: Rule = {
  terms: {
    kind: 'COST_PROBING',
    severity: 'MEDIUM',
    threshold: `a client sends ${OPERATIONS} operations of different text or cost that ask for more than ${SHARE * 100} % of MAX_COST, or are refused as TOO_COMPLEX`,
    window: WINDOW,
    history: null,
    coolDown: DAY,
  },
  watch({ maxCost }) {
    const costly = new Subjects(() => new RecentEvents<string>(WINDOW, MOST_KEPT));
    return {
      request(request) {
        const subject = clientSubject(request);
        const { at, address, costAsked, operationHash, requestId, status } = request;
        const refused = status === 'TOO_COMPLEX';
        if (subject === undefined || !(refused || (costAsked !== null && costAsked > SHARE * maxCost))) return undefined;
        const recent = costly.of(subject).add(at, `${operationHash?.slice(0, 8) ?? requestId} at ${costAsked ?? 'no known cost'}`);
        const operations = commonest(recent.map(({ value }) => value));
        if (operations.length < OPERATIONS) return undefined;
        return {
          subject,
          owner: request,
          from: recent[0]!.at,
          to: at,
          observed: operations.length,
          expected: null,
          summary:
            `The client sent ${recent.length} operations within an hour that ask for nearly all that one may cost, or more, from ${address}. ` +
            'A developer who tries things out looks like this, and so does somebody who wants to find out what hurts the server: ask the developer, and lower its limits if need be.',
          evidence: { requests: recent.length, operations, maxCost, lastStatus: status, lastRequestId: requestId },
        };
      },
    };
  },
};
