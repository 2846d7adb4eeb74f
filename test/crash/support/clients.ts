import { send } from '../../support/remote-server';
import { randomOrder, requestOf, type Order, type Target } from './orders';

/** What an answer said of the transaction of a key. */
export interface Told {
  readonly id: string;
  readonly number: number | null;
  readonly hash: string | null;
  readonly status: 'PENDING' | 'POSTED' | 'VOIDED';
  readonly replayed: boolean;
}

export interface Acknowledgement extends Told {
  readonly mutation: Order['mutation'];
  readonly entries: number;
}

/**
 * Clients that change the books of a company and write down what they are told. They live in the process of the test, which outlives
 * every server.
 */
export class Clients {
  /** By idempotency key. */
  readonly acknowledged = new Map<string, Acknowledgement>();
  /** Orders whose fate is not known. */
  unanswered: Order[] = [];
  /** Keys of orders that came to nothing, since the books were closed. */
  readonly refused = new Set<string>();
  private readonly untouched: Record<'PENDING' | 'POSTED', Target[]> = { PENDING: [], POSTED: [] };
  private stopped = false;

  constructor(
    private readonly companyId: string,
    private readonly token: string,
  ) {}

  /** Lets so many clients order one thing after the other, each until it is left without an answer or all are stopped. */
  async work(url: () => string, count: number): Promise<void> {
    this.stopped = false;
    await Promise.all(
      Array.from({ length: count }, async () => {
        while (!this.stopped) {
          const order = randomOrder(this.companyId, (status) => this.untouched[status].pop());
          const told = await this.place(url(), order);
          if (!told) {
            this.unanswered.push(order);
            return;
          }
          if (told === 'refused') continue;
          if (told.some(({ replayed }) => replayed))
            throw new Error(`An order was new and is answered as a repeat: ${JSON.stringify(order)}`);
          this.note(order, told);
        }
      }),
    );
  }

  stop(): void {
    this.stopped = true;
  }

  /** Resolves once so many more keys are acknowledged, or nobody works any more. */
  async acknowledge(count: number, working: Promise<unknown>): Promise<void> {
    const wanted = this.acknowledged.size + count;
    let ended = false;
    void working.finally(() => (ended = true));
    while (!ended && this.acknowledged.size < wanted) await new Promise(setImmediate);
  }

  /** Sends an order; undefined where its fate is not known. @throws Error where it is refused for anything but closed books */
  async place(url: string, order: Order): Promise<readonly Told[] | 'refused' | undefined> {
    const [query, variables, headers] = requestOf(order);
    const answer = await send(url, this.token, query, variables, headers).catch(() => undefined);
    if (!answer || answer.errors?.every(({ extensions }) => extensions.retryable)) return undefined;
    if (answer.errors?.every(({ extensions }) => extensions.code === 'BOOKS_CLOSED')) {
      for (const key of order.keys) this.refused.add(key);
      return 'refused';
    }
    if (answer.errors) throw new Error(`Refused: ${JSON.stringify([order, answer.errors])}`);
    const result = answer.data[order.mutation];
    const results: { transaction: Told; replayed: boolean }[] = order.mutation === 'createTransactions' ? result.results : [result];
    return results.map(({ transaction, replayed }) => ({ ...transaction, replayed }));
  }

  note(order: Order, told: readonly Told[]): void {
    told.forEach((each, index) => {
      const entries = order.entries[index]!;
      this.acknowledged.set(order.keys[index]!, { ...each, entries, mutation: order.mutation });
      if (each.status !== 'VOIDED') this.untouched[each.status].push({ id: each.id, entries });
    });
  }
}
