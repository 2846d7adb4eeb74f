import { DAY, HOUR, MINUTE } from '../durations';
import { gotToken } from '../proof';
import { RecentCounts } from '../recent-counts';
import { commonest, RecentEvents } from '../recent-events';
import { clientSubject, Subjects } from '../subjects';
import type { Rule } from './rule';

/** Tokens last an hour. */
const WINDOW = HOUR;
const TOKENS = 30;
const TIMES = 3;
const REQUESTS_A_TOKEN = 10;
const GRAIN = 5 * MINUTE;
const MOST_KEPT = 100;

/** A client that does not keep its tokens costs an authentication for every request or two. */
export const tokenChurn: Rule = {
  terms: {
    kind: 'TOKEN_CHURN',
    severity: 'LOW',
    threshold: `a client fetches ${TOKENS} tokens, more than ${TIMES} for each network it comes from, and sends less than ${REQUESTS_A_TOKEN} requests with each`,
    window: WINDOW,
    history: null,
    coolDown: 7 * DAY,
  },
  watch() {
    const clients = new Subjects(() => ({
      tokens: new RecentCounts(GRAIN, WINDOW / GRAIN),
      requests: new RecentCounts(GRAIN, WINDOW / GRAIN),
      addresses: new RecentEvents<string>(WINDOW, MOST_KEPT),
    }));
    return {
      request(request) {
        const subject = clientSubject(request);
        if (subject === undefined) return undefined;
        const { at, address } = request;
        const client = clients.of(subject);
        if (!gotToken(request)) {
          client.requests.add(at, 1);
          return undefined;
        }
        client.tokens.add(at, 1);
        client.addresses.add(at, address);
        const tokens = client.tokens.sum(at);
        if (tokens < TOKENS) return undefined;
        const requests = client.requests.sum(at);
        const addresses = commonest(client.addresses.until(at).map(({ value }) => value));
        if (tokens <= TIMES * addresses.length || requests >= REQUESTS_A_TOKEN * tokens) return undefined;
        return {
          subject,
          owner: request,
          from: at - WINDOW,
          to: at,
          observed: tokens,
          expected: addresses.length,
          summary:
            `The client fetched ${tokens} tokens within an hour for ${requests} requests; a token lasts an hour. ` +
            'Have it keep each token until it expires: that is quicker for the client, too.',
          evidence: { tokens, requests, addresses },
        };
      },
    };
  },
};
