import { DAY } from '../durations';
import { agentWithoutVersion } from '../user-agent';
import { newTrait, newTraitHistory } from './new-trait';
import type { Rule } from './rule';

/** Another program speaks for the client. */
export const newUserAgent: Rule = {
  terms: {
    kind: 'NEW_USER_AGENT',
    severity: 'LOW',
    threshold: 'a client shows a good secret or token with a user agent that it never had, version numbers aside',
    window: null,
    history: newTraitHistory,
    coolDown: DAY,
  },
  watch: () => ({
    request(request, client) {
      const { userAgent } = request;
      if (userAgent === null) return undefined;
      return newTrait(client, {
        kind: 'USER_AGENT',
        value: agentWithoutVersion(userAgent),
        request,
        summary:
          `The client calls itself "${userAgent}", as it never did before. ` +
          'After a release of yours this is nothing; otherwise look at where it came from, and whether other anomalies tell of the same hour.',
      });
    },
  }),
};
