import { DAY, HOUR, MINUTE, SECOND } from '../../../src/anomalies/durations';
import type { AnomalyKind } from '../../../src/anomalies/finding';
import type { RequestSignal } from '../../../src/anomalies/signals';
import { HOME, MAX_COST, START, type Past, type World } from './world';

const ELSEWHERE = '203.0.113.0/24';

export interface Trace {
  readonly past?: Past;
  /** What must be noticed, and told once though it goes on. */
  fires(world: World): void;
  /** What is told of it: figures and parts of the evidence. */
  readonly told: { readonly observed: number; readonly expected: number | null; readonly evidence: Readonly<Record<string, unknown>> };
  /** What comes near, by name. */
  readonly quiet: Readonly<Record<string, { readonly past?: Past; happens(world: World): void }>>;
}

const client = (credentialKey: number): Partial<RequestSignal> => ({ developerKey: credentialKey && 2, credentialKey });
const isOffice = (at: number) => new Date(at).getUTCDay() % 6 !== 0 && new Date(at).getUTCHours() >= 9 && new Date(at).getUTCHours() < 17;
const denied = (field: string): Partial<RequestSignal> => ({ status: 'FORBIDDEN', rootFields: [[field, 1, 'FORBIDDEN', 0, 1]] });
const field = (name: string): Partial<RequestSignal> => ({ rootFields: [[name, 1, 'OK', 0, 1]] });
const bursts = (at: number) => [0, 0, 3, 40, 400][Math.floor(at / HOUR) % 5]!;

/** For each rule what it must find, and what it must let be. */
export const traces: Readonly<Record<AnomalyKind, Trace>> = {
  TOKEN_FAILURES: {
    fires: (world) => repeat(15, () => (world.failure(), world.pass(20 * SECOND))),
    told: { observed: 10, expected: null, evidence: { failures: 10, reasons: ['WRONG_SECRET'], addresses: [HOME] } },
    quiet: {
      'nine failures, and nine more ten minutes later': {
        happens: (world) => repeat(2, () => (repeat(9, () => world.failure()), world.pass(10 * MINUTE))),
      },
      'ten failures of ids that nobody has': { happens: (world) => repeat(10, () => world.failure(client(0))) },
    },
  },
  TOKEN_SPRAY: {
    fires: (world) => repeat(60, (index) => (world.failure({ ...client(11 + (index % 5)), address: ELSEWHERE }), world.pass(5 * SECOND))),
    told: { observed: 50, expected: null, evidence: { address: ELSEWHERE, failures: 50, knownClients: 5, failuresOfUnknownClients: 0 } },
    quiet: {
      'sixty failures of two clients': { happens: (world) => repeat(60, (index) => world.failure(client(11 + (index % 2)))) },
      'forty-nine failures of as many clients': { happens: (world) => repeat(49, (index) => world.failure(client(11 + index))) },
      'fifty failures over an hour': {
        happens: (world) => repeat(50, (index) => (world.failure(client(11 + index)), world.pass(72 * SECOND))),
      },
    },
  },
  SUCCESS_AFTER_FAILURES: {
    fires: (world) => repeat(2, () => (repeat(6, () => world.failure({ address: ELSEWHERE })), world.token({ address: ELSEWHERE }))),
    told: { observed: 6, expected: null, evidence: { failures: 6, address: ELSEWHERE, firstFailure: 'request 1', success: 'request 7' } },
    quiet: {
      'four failures, then a success': { happens: (world) => (repeat(4, () => world.failure()), world.token()) },
      'five failures, and a success elsewhere': {
        happens: (world) => (repeat(5, () => world.failure({ address: ELSEWHERE })), world.token()),
      },
      'five failures, and a success ten minutes later': {
        happens: (world) => (repeat(5, () => world.failure()), world.pass(10 * MINUTE), world.token()),
      },
      'eight failures with a success among them': {
        happens: (world) => repeat(2, () => (repeat(4, () => world.failure()), world.token())),
      },
    },
  },
  STALE_SECRET: {
    fires: (world) => repeat(3, () => world.failure({ clientFailure: 'EXPIRED', secretKey: 3 })),
    told: { observed: 1, expected: 0, evidence: { reason: 'EXPIRED', address: HOME, requestId: 'request 1' } },
    quiet: {
      'a wrong secret': { happens: (world) => world.failure() },
      'the right secret of somebody who is suspended': { happens: (world) => world.failure({ clientFailure: 'SUSPENDED' }) },
    },
  },
  NEW_ADDRESS: {
    fires: (world) => ['203.0.113.0/24', '192.0.2.0/24', '203.0.113.0/24'].forEach((address) => world.request({ address })),
    told: { observed: 1, expected: null, evidence: { address: ELSEWHERE, known: [HOME] } },
    quiet: {
      'a client of six days': { past: { days: 6 }, happens: (world) => world.request({ address: ELSEWHERE }) },
      'a third network of one block': {
        past: { addresses: ['203.0.110.0/24', '203.0.111.0/24'] },
        happens: (world) => world.request({ address: ELSEWHERE }),
      },
      'a client that is somewhere else every few days': {
        past: { addresses: [1, 2, 3, 4, 5, 6].map((part) => `10.${part}.0.0/24`) },
        happens: (world) => world.request({ address: ELSEWHERE }),
      },
      'a wrong secret from somewhere': { happens: (world) => world.failure({ address: ELSEWHERE }) },
      'a client of which no network is known yet': { past: { addresses: [] }, happens: (world) => world.request() },
    },
  },
  NEW_USER_AGENT: {
    fires: (world) => ['curl/8.5.0', 'python-requests/2.31', 'curl/8.5.0'].forEach((userAgent) => world.request({ userAgent })),
    told: { observed: 1, expected: null, evidence: { userAgent: 'curl/8.5.0', known: ['ledger-app/# (node)'] } },
    quiet: {
      'an upgrade': { happens: (world) => world.request({ userAgent: 'ledger-app/3.0.0-rc.1 (node)' }) },
      'no user agent': { happens: (world) => world.request({ userAgent: null }) },
      'a client of six days': { past: { days: 6 }, happens: (world) => world.request({ userAgent: 'curl/8.5.0' }) },
    },
  },
  DORMANT_ACTIVE: {
    past: { days: 100, lastSeenAt: START - 40 * DAY },
    fires: (world) => repeat(3, () => world.request()),
    told: { observed: 40, expected: null, evidence: { days: 40, address: HOME } },
    quiet: {
      'what runs once a month, a few days late': {
        past: { days: 100, lastSeenAt: START - 34 * DAY },
        happens: (world) => world.request(),
      },
      'somebody who tries the forgotten client in vain': {
        past: { days: 100, lastSeenAt: START - 40 * DAY },
        happens: (world) => world.failure(),
      },
    },
  },
  VOLUME_SPIKE: {
    fires: (world) => world.requests(400, 30 * MINUTE),
    told: { observed: 303, expected: 100, evidence: { requests: 303, usual: 100 } },
    quiet: {
      'three times the usual': { happens: (world) => world.requests(300, 30 * MINUTE) },
      'twenty requests of a client that sends one an hour': { past: { requests: () => 1 }, happens: (world) => world.requests(20, HOUR) },
      'the burst of a client that sends in bursts': { past: { requests: bursts }, happens: (world) => world.requests(600, 50 * MINUTE) },
      'a client of six days': { past: { days: 6 }, happens: (world) => world.requests(1_000, HOUR) },
      'a client that was hardly ever active': {
        past: { requests: (at) => (new Date(at).getUTCHours() === 3 && new Date(at).getUTCDay() === 1 ? 5 : 0) },
        happens: (world) => world.requests(500, HOUR),
      },
    },
  },
  SILENCE: {
    fires: (world) => world.pass(4.5 * HOUR),
    told: { observed: 0, expected: 200, evidence: { usual: 200, daysLookedAt: 27, daysHeardOf: 27 } },
    quiet: {
      'two hours without requests': { happens: (world) => repeat(3, () => (world.pass(2.5 * HOUR), world.request())) },
      'the evening of office hours': {
        past: { requests: (at) => (isOffice(at) ? 100 : 0) },
        happens: (world) => (world.requests(300, 4 * HOUR), world.pass(60 * HOUR)),
      },
      'a weekend of office hours': {
        past: { requests: (at) => (isOffice(at) ? 100 : 0) },
        happens: (world) => {
          repeat(3, () => (world.requests(8, 5 * HOUR), world.pass(16 * HOUR), world.requests(8, 3 * HOUR)));
          world.pass(48 * HOUR);
        },
      },
      'a batch that ran an hour earlier, when clocks were put forward': {
        past: { requests: (at) => (new Date(at).getUTCHours() === 16 ? 300 : 0) },
        happens: (world) => (world.pass(3.5 * HOUR), world.request(), world.pass(8 * HOUR)),
      },
      'three hours in which the server was down itself': {
        happens: (world) => ((world.now += 4 * HOUR), world.pass(30 * MINUTE), world.request(), world.pass(HOUR)),
      },
      'a client that sends four requests an hour': { past: { requests: () => 4 }, happens: (world) => world.pass(6 * HOUR) },
    },
  },
  DENIALS: {
    fires: (world) => world.requests(60, 4 * MINUTE, (index) => (index % 2 === 0 ? denied('developers') : {})),
    told: { observed: 20, expected: null, evidence: { requests: 39, refused: 20, lastStatus: 'FORBIDDEN', fields: ['developers'] } },
    quiet: {
      'nineteen refusals': { happens: (world) => world.requests(19, MINUTE, () => denied('developers')) },
      'twenty refusals over an hour': { happens: (world) => world.requests(20, HOUR, () => denied('developers')) },
      'one of twenty requests refused': {
        happens: (world) => world.requests(600, 4 * MINUTE, (index) => (index % 20 === 19 ? denied('developers') : {})),
      },
      'a program told to slow down': { happens: (world) => world.requests(60, MINUTE, () => ({ status: 'THROTTLED' })) },
    },
  },
  ID_WALK: {
    fires: (world) => world.requests(60, 4 * MINUTE, (index) => ({ missed: [`${index}`], address: ELSEWHERE })),
    told: { observed: 21, expected: null, evidence: { ids: 21, address: ELSEWHERE, lastRequestId: 'request 21' } },
    quiet: {
      'twenty ids': { happens: (world) => world.requests(20, MINUTE, (index) => ({ missed: [`${index}`] })) },
      'the same ten ids again and again': {
        happens: (world) => world.requests(200, 4 * MINUTE, (index) => ({ missed: [`${index % 10}`] })),
      },
      'forty ids in an hour': { happens: (world) => world.requests(40, HOUR, (index) => ({ missed: [`${index}`] })) },
    },
  },
  NEW_FIELD: {
    fires: (world) => ['developers', 'auditEvents', 'developers'].forEach((name) => world.request(field(name))),
    told: { observed: 1, expected: 0, evidence: { fields: ['developers'], calls: 50_000 } },
    quiet: {
      'a client of a thousand calls': { past: { calls: 1_000 }, happens: (world) => world.request(field('developers')) },
      'a client of six days': { past: { days: 6 }, happens: (world) => world.request(field('developers')) },
      'a token': { happens: (world) => world.token() },
      'what has no root field': { happens: (world) => world.request({ ...field(''), status: 'GRAPHQL_PARSE_FAILED' }) },
    },
  },
  EXPORT_READING: {
    fires: (world) => world.requests(60, 20 * MINUTE, () => ({ rows: 500 })),
    told: { observed: 20_500, expected: 2_000, evidence: { rows: 20_500, usual: 2_000, address: HOME } },
    quiet: {
      'ten times the usual': { happens: (world) => world.requests(40, HOUR, () => ({ rows: 500 })) },
      'five thousand rows of a client that reads few': {
        past: { rowsOfDay: () => 10 },
        happens: (world) => world.requests(10, HOUR, () => ({ rows: 500 })),
      },
      'a client that has read on six days': {
        past: { rowsOfDay: (at) => (at >= START - 6.5 * DAY ? 2_000 : 0) },
        happens: (world) => world.requests(60, HOUR, () => ({ rows: 500 })),
      },
    },
  },
  COST_PROBING: {
    fires: (world) =>
      world.requests(20, 5 * MINUTE, (index) => ({ costAsked: 20_100 + 1_000 * index, status: index > 4 ? 'TOO_COMPLEX' : 'OK' })),
    told: { observed: 10, expected: null, evidence: { requests: 10, maxCost: MAX_COST, lastStatus: 'TOO_COMPLEX' } },
    quiet: {
      'the same large page for an hour': { happens: (world) => world.requests(300, HOUR, () => ({ costAsked: 24_000 })) },
      'nine operations past the limit': {
        happens: (world) => world.requests(9, HOUR, (index) => ({ costAsked: 30_000 + index, status: 'TOO_COMPLEX' })),
      },
      'twenty operations of four fifths of the limit': {
        happens: (world) => world.requests(20, HOUR, (index) => ({ costAsked: 0.8 * MAX_COST - index })),
      },
    },
  },
  UNUSUAL_HOURS: {
    past: { postings: (at) => (isOffice(at) ? 5 : 0) },
    fires: (world) => (world.pass(15 * HOUR), repeat(3, () => world.posting())),
    told: { observed: 1, expected: 0, evidence: { transactionId: 'transaction 1', hourUtc: 3 } },
    quiet: {
      'two hours after work': {
        past: { postings: (at) => (isOffice(at) ? 5 : 0) },
        happens: (world) => (world.pass(6 * HOUR), world.posting()),
      },
      'a night like one three weeks ago': {
        past: { postings: (at) => (isOffice(at) || (at >= START - 22 * DAY && at < START - 21 * DAY) ? 5 : 0) },
        happens: (world) => (world.pass(15 * HOUR), world.posting()),
      },
      'a client that has posted on nine days': {
        past: { postings: (at) => (isOffice(at) && at > START - 12 * DAY ? 5 : 0) },
        happens: (world) => (world.pass(15 * HOUR), world.posting()),
      },
    },
  },
  QUICK_REVERSAL: {
    fires: (world) => repeat(3, () => world.posting({ reverses: { transactionId: 'first', postedAt: world.now - 5 * MINUTE } })),
    told: { observed: 300, expected: null, evidence: { transactionId: 'first', reversalId: 'transaction 1', seconds: 300 } },
    quiet: {
      'a reversal after more than five minutes': {
        happens: (world) => world.posting({ reverses: { transactionId: 'first', postedAt: world.now - 5 * MINUTE - SECOND } }),
      },
    },
  },
  DUPLICATE_POSTING: {
    fires: (world) => {
      repeat(60, () => world.posting());
      repeat(3, () => world.posting({ fingerprint: 'transaction 9' }));
    },
    told: {
      observed: 1,
      expected: 0,
      evidence: { transactionId: 'transaction 61', equals: 'transaction 9', equalBefore: 0 },
    },
    quiet: {
      'a shop that sells the same all day': { happens: (world) => repeat(300, (index) => world.posting({ fingerprint: `${index % 30}` })) },
      'a client of forty-nine postings': {
        happens: (world) => (repeat(49, () => world.posting()), world.posting({ fingerprint: 'transaction 9' })),
      },
      'the same in another company': {
        happens: (world) => (repeat(60, () => world.posting()), world.posting({ fingerprint: 'transaction 9', companyKey: 2 })),
      },
      'the same again after it was reversed': {
        happens: (world) => {
          repeat(60, () => world.posting());
          world.posting({ reverses: { transactionId: 'transaction 9', postedAt: 0 } });
          world.posting({ fingerprint: 'transaction 9' });
        },
      },
      'the same two days later': {
        happens: (world) => (repeat(60, () => world.posting()), world.pass(2 * DAY), world.posting({ fingerprint: 'transaction 9' })),
      },
    },
  },
  TOKEN_CHURN: {
    fires: (world) => repeat(40, () => (world.token(), world.request(), world.pass(15 * SECOND))),
    told: { observed: 30, expected: 1, evidence: { tokens: 30, requests: 29, addresses: [HOME] } },
    quiet: {
      'twenty-nine tokens in an hour': { happens: (world) => repeat(29, () => world.token()) },
      'forty servers that refresh at once, and use what they get': {
        happens: (world) => (world.requests(400, 30 * MINUTE), repeat(40, () => world.token())),
      },
      'thirty tokens for ten networks': { happens: (world) => repeat(30, (index) => world.token({ address: `10.0.${index % 10}.0/24` })) },
    },
  },
};

function repeat(times: number, work: (index: number) => unknown): void {
  for (let index = 0; index < times; index += 1) work(index);
}
