import { DAY } from '../durations';
import { clientSubject } from '../subjects';
import type { Rule } from './rule';

/** A secret that was taken out of use has no business here. */
export const staleSecret: Rule = {
  terms: {
    kind: 'STALE_SECRET',
    severity: 'HIGH',
    threshold: 'a secret or key is right but was revoked or has expired',
    window: null,
    history: null,
    coolDown: DAY,
  },
  watch: () => ({
    request(request) {
      const { at, address, userAgent, requestId, clientFailure } = request;
      const subject = clientSubject(request);
      if ((clientFailure !== 'EXPIRED' && clientFailure !== 'REVOKED') || subject === undefined) return undefined;
      const past = clientFailure === 'EXPIRED' ? 'has expired' : 'was revoked';
      return {
        subject,
        owner: request,
        from: at,
        to: at,
        observed: 1,
        expected: 0,
        summary:
          `From ${address} the client was presented with a secret that ${past}; it was refused. ` +
          'A program was left behind when the secret changed, or somebody tries one that leaked: give the program the new secret, and if the network is not yours, find out where the old one was kept.',
        evidence: { reason: clientFailure, address, userAgent, requestId },
      };
    },
  }),
};
