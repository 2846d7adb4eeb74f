import { ClientHistory } from '../../../src/anomalies/client-history';
import { Detector } from '../../../src/anomalies/detector';
import { DAY, HOUR, MINUTE } from '../../../src/anomalies/durations';
import type { Finding, Raised } from '../../../src/anomalies/finding';
import type { PostingSignal, RequestSignal } from '../../../src/anomalies/signals';
import type { RootFieldUse } from '../../../src/usage';

/** A Wednesday. */
export const START = Date.parse('2026-07-01T12:00:00Z');
export const MAX_COST = 25_000;
export const HOME = '198.51.100.0/24';
const AGENT = 'ledger-app/2.1.0 (node)';
const owner = { developerKey: 1, credentialKey: 7 };

export interface Past {
  /** Days for which the client is known. */
  readonly days?: number;
  readonly requests?: (at: number) => number;
  readonly postings?: (at: number) => number;
  readonly rowsOfDay?: (at: number) => number;
  readonly calls?: number;
  readonly addresses?: readonly string[];
  readonly lastSeenAt?: number;
}

/** A client as its past has left it: a hundred requests an hour by day and by night, and five postings, unless told otherwise. */
function historyOf(past: Past = {}): ClientHistory {
  const { days = 60, requests = () => 100, postings = () => 5, rowsOfDay = () => 2_000, calls = 50_000, addresses = [HOME] } = past;
  const { lastSeenAt = START - MINUTE } = past;
  const history = new ClientHistory({ ...owner, firstSeenAt: START - days * DAY, lastSeenAt });
  for (let hours = Math.min(days, 28) * 24; hours > 0; hours -= 1) {
    const at = START - hours * HOUR;
    if (at > lastSeenAt) break;
    history.requests.add(at, requests(at));
    history.postings.add(at, postings(at));
    if (new Date(at).getUTCHours() === 12) history.rows.add(at, rowsOfDay(at));
  }
  history.calls = calls;
  for (const field of ['accounts', 'transactions', 'createTransaction']) history.addField(field);
  for (const address of addresses) history.addTrait('ADDRESS', address, lastSeenAt);
  history.addTrait('USER_AGENT', 'ledger-app/# (node)', lastSeenAt);
  return history;
}

const used = (field: string, status = 'OK'): RootFieldUse => [field, 1, status, 0, 1];

/** A detector, and time that passes when it is told to. */
export class World {
  now: number;
  readonly findings: Finding[] = [];
  readonly detector: Detector;
  private counted = 0;

  constructor({ past, raised = [], start = START }: { past?: Past | undefined; raised?: readonly Raised[]; start?: number }) {
    this.now = start;
    this.detector = new Detector({ histories: [historyOf(past)], raised, maxCost: MAX_COST });
  }

  /** Time passes, and the detector is asked each minute what that tells. */
  pass(milliseconds: number): void {
    const until = this.now + milliseconds;
    while (this.now + MINUTE <= until) {
      this.now += MINUTE;
      this.findings.push(...this.detector.elapse(this.now));
    }
    this.now = until;
  }

  /** An operation of the client that reads accounts, unless told otherwise. */
  request(request: Partial<RequestSignal> = {}): void {
    this.findings.push(...this.detector.observe([this.requestOf(request)]));
  }

  /** So many requests, spread evenly over a time. */
  requests(count: number, time: number, request: (index: number) => Partial<RequestSignal> = () => ({})): void {
    const start = this.now;
    for (let index = 0; index < count; index += 1) {
      this.now = Math.round(start + (time * index) / count);
      this.request(request(index));
    }
    this.now = start + time;
  }

  /** An attempt to get a token that fails. */
  failure(request: Partial<RequestSignal> = {}): void {
    this.tokenRequest({ status: 'UNAUTHENTICATED', clientFailure: 'WRONG_SECRET', ...request });
  }

  token(request: Partial<RequestSignal> = {}): void {
    this.tokenRequest({ secretKey: 3, ...request });
  }

  posting(posting: Partial<PostingSignal> = {}): void {
    const transactionId = `transaction ${(this.counted += 1)}`;
    this.findings.push(
      ...this.detector.observe([
        { type: 'POSTING', ...owner, at: this.now, companyKey: 1, transactionId, reverses: null, fingerprint: transactionId, ...posting },
      ]),
    );
  }

  private tokenRequest(request: Partial<RequestSignal>): void {
    this.request({ operationType: 'oauth', operationHash: null, rootFields: [used('token', request.status)], costAsked: null, ...request });
  }

  requestOf(request: Partial<RequestSignal>): RequestSignal {
    return {
      type: 'REQUEST',
      ...owner,
      at: this.now,
      requestId: `request ${(this.counted += 1)}`,
      secretKey: null,
      address: HOME,
      userAgent: AGENT,
      operationType: 'query',
      operationHash: 'a'.repeat(32),
      rootFields: [used('accounts', request.status)],
      costAsked: 100,
      cost: 10,
      rows: 0,
      status: 'OK',
      replayed: false,
      clientFailure: null,
      missed: [],
      ...request,
    };
  }
}
