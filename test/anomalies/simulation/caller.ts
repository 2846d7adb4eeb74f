import { HOUR, MINUTE, SECOND } from '../../../src/anomalies/durations';
import type { PostingSignal, RequestSignal, Signal } from '../../../src/anomalies/signals';
import type { Random } from './random';

/** What a client does in the course of a month beside working. */
export interface Habits {
  /** Shares of requests. */
  readonly mistakes: number;
  readonly denied: number;
  readonly missed: number;
  readonly posts: number;
  /** Shares of postings. */
  readonly slips: number;
  /** How many prices there are; null where hardly two postings are alike. */
  readonly prices: number | null;
  /** Share of fetched tokens before which a secret was mistyped, a few times. */
  readonly mistyped: number;
  /** Whether each process, of a minute or two, fetches its own token. */
  readonly forgetsTokens: boolean;
}

export interface Identity {
  readonly developerKey: number;
  readonly credentialKey: number;
}

/** Where a request comes from, and what it reads: a root field and the rows that it usually answers. */
export interface Origin {
  readonly address: string;
  readonly userAgent: string | null;
  readonly reads: readonly (readonly [field: string, rows: number])[];
}

const mistakes = ['BAD_USER_INPUT', 'BAD_USER_INPUT', 'NOT_FOUND', 'GRAPHQL_VALIDATION_FAILED', 'TOO_COMPLEX'];

let counted = 0;

/** A client that fetches tokens and uses them, in the order of time. */
export class Caller {
  signals: Signal[] = [];
  private readonly tokens = new Map<string, number>();

  constructor(
    readonly identity: Identity,
    private readonly habits: Habits,
    private readonly random: Random,
  ) {}

  /** One request of the client as it usually is, with a token if it has none. */
  work(at: number, origin: Origin): void {
    this.authenticate(at - SECOND, origin);
    const { habits, random } = this;
    if (random.chance(habits.posts)) this.post(at, origin);
    else if (random.chance(habits.mistakes)) this.request(at, origin, { status: random.pick(mistakes) });
    else if (random.chance(habits.denied)) this.request(at, origin, { status: 'FORBIDDEN' });
    else this.request(at, origin, { missed: random.chance(habits.missed) ? [`${random.below(1e9)}`] : [] });
  }

  request(at: number, { address, userAgent, reads }: Origin, request: Partial<RequestSignal> = {}): void {
    const { status = 'OK' } = request;
    const [field, usualRows] = this.random.pick(reads);
    const rows = status === 'OK' ? Math.round(usualRows * this.random.factor(0.5)) : 0;
    this.signals.push({
      type: 'REQUEST',
      ...this.identity,
      at,
      requestId: `request ${(counted += 1)}`,
      secretKey: null,
      address,
      userAgent,
      operationType: 'query',
      operationHash: field,
      rootFields: [[field, 1, status, rows, rows]],
      costAsked: status === 'TOO_COMPLEX' ? 26_000 + 1_000 * this.random.below(12) : rows * 4,
      cost: rows,
      rows,
      status,
      replayed: false,
      clientFailure: null,
      missed: [],
      ...request,
    });
  }

  post(at: number, origin: Origin, posting: Partial<PostingSignal> = {}): void {
    const transactionId = `transaction ${(counted += 1)}`;
    const { prices, slips } = this.habits;
    const fingerprint = prices === null ? transactionId : `${Math.floor(at / (24 * HOUR))} price ${this.random.below(prices)}`;
    this.request(at, origin, { operationType: 'mutation', rootFields: [['createTransaction', 1, 'OK', 0, 10]], rows: 0 });
    const company = { companyKey: this.identity.developerKey };
    this.signals.push({ type: 'POSTING', ...this.identity, ...company, at, transactionId, reverses: null, fingerprint, ...posting });
    if (posting.reverses || !this.random.chance(slips)) return;
    this.post(at + MINUTE + this.random.below(30 * MINUTE), origin, { reverses: { transactionId, postedAt: at } });
  }

  token(at: number, origin: Origin, request: Partial<RequestSignal> = {}): void {
    const rootFields = [['token', 1, request.status ?? 'OK', 0, 0]] as const;
    this.request(at, origin, {
      operationType: 'oauth',
      operationHash: null,
      costAsked: null,
      rows: 0,
      secretKey: 1,
      rootFields,
      ...request,
    });
  }

  failure(at: number, origin: Origin, clientFailure: RequestSignal['clientFailure'] = 'WRONG_SECRET'): void {
    this.token(at, origin, { status: 'UNAUTHENTICATED', clientFailure });
  }

  private authenticate(at: number, origin: Origin): void {
    const lasts = this.habits.forgetsTokens ? 2 * MINUTE : 55 * MINUTE;
    if (at < (this.tokens.get(origin.address) ?? -Infinity) + lasts) return;
    this.tokens.set(origin.address, at);
    if (this.random.chance(this.habits.mistyped)) {
      for (let times = 1 + this.random.below(3); times > 0; times -= 1) this.failure(at - times * 10 * SECOND, origin);
    }
    this.token(at, origin);
  }
}
