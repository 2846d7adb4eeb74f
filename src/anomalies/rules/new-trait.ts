import type { ClientHistory, TraitKind } from '../client-history';
import { DAY } from '../durations';
import { isProven } from '../proof';
import type { RequestSignal } from '../signals';
import { clientSubject } from '../subjects';
import type { Suspicion } from './rule';

const KNOWN_FOR = 7 * DAY;
/** A client that had so many in so many days has no usual ones. */
const MANY = 5;
const RECENTLY = 28 * DAY;

export const newTraitHistory = `${KNOWN_FOR / DAY} days; says nothing of clients that had more than ${MANY} in ${RECENTLY / DAY} days`;

interface News {
  readonly kind: TraitKind;
  readonly value: string;
  readonly request: RequestSignal;
  readonly summary: string;
}

/** Whether a client has a usual network or user agent, and this is another one. */
export function newTrait(client: ClientHistory | undefined, { kind, value, request, summary }: News): Suspicion | undefined {
  const subject = clientSubject(request);
  if (!client || subject === undefined) return undefined;
  const known = client.traits[kind];
  if (known.size === 0 || known.has(value) || !isProven(request)) return undefined;
  const { at, address, userAgent, requestId } = request;
  const usual = [...known].filter(([, lastSeenAt]) => lastSeenAt > at - RECENTLY);
  if (at - client.firstSeenAt < KNOWN_FOR || usual.length > MANY) return undefined;
  const latestFirst = [...known].sort((one, other) => other[1] - one[1]).map(([value]) => value);
  return {
    subject,
    owner: request,
    from: at,
    to: at,
    observed: 1,
    expected: null,
    summary,
    evidence: { address, userAgent, requestId, known: latestFirst.slice(0, 10), clientSince: new Date(client.firstSeenAt).toISOString() },
  };
}
