import { DAY, HOUR, MINUTE, SECOND } from '../../../src/anomalies/durations';
import type { AnomalyKind } from '../../../src/anomalies/finding';
import type { Signal } from '../../../src/anomalies/signals';
import { FIRST_COUNTED } from './calendar';
import { Caller, type Habits, type Identity, type Origin } from './caller';
import { FORGOTTEN, identityOf } from './month';
import { Random } from './random';
import { shapes } from './shapes';

const elsewhere: Origin = { address: '45.9.148.0/24', userAgent: 'curl/7.88.1', reads: [['transactions', 100]] };
const noHabits: Habits = { mistakes: 0, denied: 0, missed: 0, posts: 0, slips: 0, prices: null, mistyped: 0, forgetsTokens: false };

interface Incident {
  readonly name: string;
  /** Whom it is found at; null for nobody. */
  readonly victim: Identity | null;
  readonly from: number;
  readonly finds: readonly AnomalyKind[];
  happens?(caller: Caller, from: number): void;
  /** Until when the victim is not heard of. */
  readonly silentTo?: number;
}

const at = (day: number, hour: number) => FIRST_COUNTED + day * DAY + hour * HOUR;
const client = (name: string) => identityOf(shapes.findIndex((shape) => shape.name.startsWith(name)));

export const incidents: readonly Incident[] = [
  {
    name: 'a secret is guessed',
    victim: client('front end, office hours (AUCKLAND)'),
    from: at(3, 14),
    finds: ['TOKEN_FAILURES', 'SUCCESS_AFTER_FAILURES'],
    happens: (caller, from) => (
      times(40, (index) => caller.failure(from + index * 12 * SECOND, elsewhere)),
      caller.token(from + 9 * MINUTE, elsewhere)
    ),
  },
  {
    name: 'many clients are tried',
    victim: null,
    from: at(4, 3),
    finds: ['TOKEN_SPRAY'],
  },
  {
    name: 'an old secret turns up',
    victim: client('cloud'),
    from: at(5, 5),
    finds: ['STALE_SECRET'],
    happens: (caller, from) => caller.failure(from, elsewhere, 'REVOKED'),
  },
  {
    name: 'a secret leaks, and the books are copied at night',
    victim: identityOf(5),
    from: at(10, 1),
    finds: ['NEW_ADDRESS', 'NEW_USER_AGENT', 'VOLUME_SPIKE', 'EXPORT_READING', 'NEW_FIELD'],
    happens: (caller, from) => {
      caller.token(from, elsewhere);
      times(900, (index) => caller.request(from + index * 3 * SECOND, { ...elsewhere, reads: [['generalLedger', 100]] }));
    },
  },
  {
    name: 'a forgotten client is used',
    victim: FORGOTTEN,
    from: at(11, 12),
    finds: ['DORMANT_ACTIVE'],
    happens: (caller, from) => caller.token(from, elsewhere),
  },
  { name: 'a service stops', victim: client('steady service'), from: at(11, 10), silentTo: at(11, 15), finds: ['SILENCE'] },
  {
    name: 'a token is tried on everything',
    victim: client('scheduled report'),
    from: at(12, 4),
    finds: ['DENIALS', 'ID_WALK', 'COST_PROBING'],
    happens: (caller, from) => {
      times(60, (index) => caller.request(from + index * 2 * SECOND, elsewhere, { status: 'FORBIDDEN' }));
      times(60, (index) => caller.request(from + 3 * MINUTE + index * SECOND, elsewhere, { missed: [`${index}`] }));
      times(20, (index) =>
        caller.request(from + 5 * MINUTE + index * SECOND, elsewhere, { status: 'TOO_COMPLEX', costAsked: 30_000 + index }),
      );
    },
  },
  {
    name: 'somebody posts at night, and takes it back',
    victim: client('front end, office hours (NEW_YORK)'),
    from: at(16, 7),
    finds: ['UNUSUAL_HOURS', 'QUICK_REVERSAL'],
    happens: (caller, from) => {
      caller.post(from, elsewhere);
      caller.post(from + MINUTE, elsewhere, { reverses: { transactionId: 'another', postedAt: from } });
    },
  },
  {
    name: 'a batch is sent twice',
    victim: client('nightly batch'),
    from: at(17, 0.75),
    finds: ['DUPLICATE_POSTING'],
    happens: (caller, from) =>
      times(2, () => times(40, (index) => caller.post(from + index * SECOND, elsewhere, { fingerprint: `${index}` }))),
  },
  {
    name: 'a release forgets to keep its token',
    victim: client('point of sale'),
    from: at(18, 12),
    finds: ['TOKEN_CHURN'],
    happens: (caller, from) =>
      times(300, (index) => (caller.token(from + index * 5 * SECOND, elsewhere), caller.request(from + index * 5 * SECOND, elsewhere))),
  },
];

/** Adds incidents to the days of a month. */
export function withIncidents(day: number, signals: readonly Signal[]): readonly Signal[] {
  const today = incidents.filter(({ from }) => from >= day && from < day + DAY);
  const added = today.flatMap((incident) => (incident.victim ? ofVictim(incident, incident.victim) : spray(incident.from)));
  return [...signals.filter((signal) => !today.some((incident) => isSilenced(signal, incident))), ...added];
}

function ofVictim({ happens, from }: Incident, victim: Identity): readonly Signal[] {
  const caller = new Caller(victim, noHabits, new Random(from));
  happens?.(caller, from);
  return caller.signals;
}

function spray(from: number): Signal[] {
  return Array.from({ length: 100 }, (_, index) => {
    const caller = new Caller(
      index % 3 === 0 ? { developerKey: 0, credentialKey: 0 } : identityOf(index % 20),
      noHabits,
      new Random(index),
    );
    caller.failure(from + index * 3 * SECOND, elsewhere, index % 3 === 0 ? 'UNKNOWN_CLIENT' : 'WRONG_SECRET');
    return caller.signals;
  }).flat();
}

function isSilenced(signal: Signal, { victim, from, silentTo }: Incident): boolean {
  return silentTo !== undefined && signal.credentialKey === victim?.credentialKey && signal.at >= from && signal.at < silentTo;
}

function times(count: number, work: (index: number) => unknown): void {
  for (let index = 0; index < count; index += 1) work(index);
}
