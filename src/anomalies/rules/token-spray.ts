import { DAY, MINUTE } from '../durations';
import { commonest, RecentEvents } from '../recent-events';
import type { RequestSignal } from '../signals';
import { addressSubject, clientSubject, Subjects } from '../subjects';
import type { Rule } from './rule';

const WINDOW = 10 * MINUTE;
const FAILURES = 50;
const CLIENTS = 3;
/** Of ids that nobody has we keep nothing. One id is held up after ten failures, so ten failures stand for one id. */
const FAILURES_OF_ONE_ID = 10;
const MOST_KEPT = 200;

/** Somebody tries many clients from one place. */
export const tokenSpray: Rule = {
  terms: {
    kind: 'TOKEN_SPRAY',
    severity: 'HIGH',
    threshold: `${FAILURES} failures to prove who a client is come from one network, for at least ${CLIENTS} clients (ten of ids that nobody has count as one)`,
    window: WINDOW,
    history: null,
    coolDown: DAY,
  },
  watch() {
    const failures = new Subjects(() => new RecentEvents<RequestSignal>(WINDOW, MOST_KEPT));
    return {
      request(request) {
        if (request.clientFailure === null) return undefined;
        const { address, at } = request;
        const recent = failures.of(address).add(at, request);
        if (recent.length < FAILURES) return undefined;
        const known = recent.map(({ value }) => clientSubject(value) ?? null);
        const clients = commonest(known, MOST_KEPT);
        const unknown = known.filter((client) => client === null).length;
        if (clients.length + Math.ceil(unknown / FAILURES_OF_ONE_ID) < CLIENTS) return undefined;
        return {
          subject: addressSubject(address),
          owner: { developerKey: 0, credentialKey: 0 },
          from: recent[0]!.at,
          to: at,
          observed: recent.length,
          expected: null,
          summary:
            `From ${address} came ${recent.length} failed attempts within ten minutes to pass for ${clients.length} clients${unknown > 0 ? ` and, in ${unknown} of them, for some that do not exist` : ''}. ` +
            'Somebody tries what they have found or guessed: block the network before the server, and rotate the secrets of clients that succeed from there.',
          evidence: {
            address,
            failures: recent.length,
            failuresOfUnknownClients: unknown,
            knownClients: clients.length,
            userAgents: commonest(
              recent.map(({ value }) => value.userAgent),
              5,
            ),
            lastRequestId: request.requestId,
          },
        };
      },
    };
  },
};
