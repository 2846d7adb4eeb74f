import { deniedCodes } from '../../shared/answer-status';
import { DAY, MINUTE, SECOND } from '../durations';
import { isTokenRequest } from '../proof';
import { RecentCounts } from '../recent-counts';
import { commonest, RecentEvents } from '../recent-events';
import { clientOrAddress, Subjects } from '../subjects';
import type { Rule } from './rule';

const WINDOW = 5 * MINUTE;
const DENIED = 20;
const SHARE = 0.05;
const GRAIN = 15 * SECOND;
const MOST_KEPT = 100;

/** Somebody tries what they may not, or a program was given too few permissions. */
export const denials: Rule = {
  terms: {
    kind: 'DENIALS',
    severity: 'MEDIUM',
    threshold: `at least ${DENIED} requests of a client, or of a network with tokens that are nobody's, are refused as ${deniedCodes.join(' or ')}, and more than ${SHARE * 100} % of all`,
    window: WINDOW,
    history: null,
    coolDown: DAY,
  },
  watch() {
    const counts = new Subjects(() => ({
      all: new RecentCounts(GRAIN, WINDOW / GRAIN),
      denied: new RecentCounts(GRAIN, WINDOW / GRAIN),
      fields: new RecentEvents<string>(WINDOW, MOST_KEPT),
    }));
    return {
      request(request) {
        if (isTokenRequest(request)) return undefined;
        const { at, address, status, requestId } = request;
        const subject = clientOrAddress(request);
        const { all, denied, fields } = counts.of(subject);
        all.add(at, 1);
        if (!deniedCodes.includes(status)) return undefined;
        denied.add(at, 1);
        for (const [field, , own] of request.rootFields) if (deniedCodes.includes(own) && field !== '') fields.add(at, field);
        const refused = denied.sum(at);
        const total = all.sum(at);
        if (refused < DENIED || refused <= SHARE * total) return undefined;
        return {
          subject,
          owner: request,
          from: at - WINDOW,
          to: at,
          observed: refused,
          expected: null,
          summary:
            `Of the last ${total} requests ${refused} were refused, within five minutes, the last one from ${address}. ` +
            'Either a program lacks a permission that it needs, or somebody tries what a token of theirs does not allow: look at the fields, and give the role or take the credentials away.',
          evidence: {
            requests: total,
            refused,
            lastStatus: status,
            address,
            fields: commonest(fields.until(at).map(({ value }) => value)),
            lastRequestId: requestId,
          },
        };
      },
    };
  },
};
