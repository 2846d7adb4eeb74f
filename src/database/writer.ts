import type { DataSource } from 'typeorm';
import { AppError } from '../shared/errors';
import type { SpanPlace, Tracer } from '../shared/tracer';
import type { Change, Making } from './audit/audit-event';
import { recordEvents } from './audit/record-events';
import type { Batcher, Outcome } from './batcher';
import { PostgresConnection, SqliteConnection, type Connection, type WritingConnection } from './connection';
import { isConnectionLoss, isRefusal, isTransient } from './failures';
import type { Engine } from './engine';
import { tracedCommit } from './trace-database';
import { openTransaction, type OpenTransaction } from './open-transaction';
import type { WriteTransaction } from './write-transaction';

export interface WriterOptions {
  /** How many transactions may wait (a command weighs as many as it writes); past it the answer is OVERLOADED. */
  readonly queueLimit: number;
  /** How many transactions one commit takes at most. */
  readonly batchLimit: number;
  readonly tracer?: Tracer | undefined;
}

/** Hears how writing goes. It must not throw, and is called on the way of every commit. */
export interface WriterObserver {
  /** A commit of so many transactions (units of work count as one) that took so long from its beginning, in milliseconds. */
  committed(transactions: number, milliseconds: number): void;
  /** The database asked for a transaction to be tried again. */
  retried(): void;
}

interface Job {
  readonly weight: number;
  readonly batcher: Batcher<unknown, unknown> | undefined;
  readonly command: unknown;
  /** Where in a trace it is waited for. */
  readonly origin: SpanPlace | undefined;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

type Work<R> = (transaction: WriteTransaction) => Promise<R>;

const TRIES = 12;
/** Tries while the database cannot be reached; each may take as long as a connection is waited for. */
const CONNECTION_TRIES = 3;

const UNREACHABLE = 'The database cannot be reached. Nothing was written; try again.';

/**
 * The only way to write. Commands queue here, and whenever the writer is free it commits what is waiting as one transaction:
 * batches form by themselves, and nobody waits for company. An answer is given after its commit, never before.
 */
export class JournalWriter {
  private queue: Job[] = [];
  private waiting = 0;
  private draining: Promise<void> | undefined;
  private closed = false;
  private observer: WriterObserver | undefined;
  private readonly sqlite: SqliteConnection | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly engine: Engine,
    private readonly options: WriterOptions,
  ) {
    if (engine === 'sqlite')
      this.sqlite = new SqliteConnection((dataSource.driver as unknown as { databaseConnection: never }).databaseConnection);
  }

  /** Transactions that wait to be written, and those that are being written now. */
  get queued(): number {
    return this.waiting;
  }

  observe(observer: WriterObserver): void {
    this.observer = observer;
  }

  get full(): boolean {
    return this.waiting >= this.options.queueLimit;
  }

  /**
   * Hands a command to its batcher; resolves after the commit with the command's own outcome.
   * @throws AppError OVERLOADED where too much is waiting, and whatever refusal the batcher gives.
   */
  submit<C, R>(batcher: Batcher<C, R>, command: C, weight = 1): Promise<R> {
    return this.enqueue<R>(batcher, command, weight);
  }

  /**
   * Runs what somebody does, as `run` does, and writes the event that tells of it in the same commit.
   * @throws AppError as `run`; then there is no event either
   */
  change<R>(making: Making, work: Work<Change<R>>): Promise<R> {
    return this.run(async (transaction) => {
      const { result, event } = await work(transaction);
      if (event) await recordEvents(transaction, [{ ...making, ...event }]);
      return result;
    });
  }

  /**
   * Runs a unit of work that is nobody's change, such as upkeep, in a transaction of its own, in its place in the queue. It may run again
   * from its beginning where the database asks for that, so it does nothing outside the transaction.
   * @throws AppError OVERLOADED, CONFLICT, or whatever the work throws, after which nothing of it is kept.
   */
  run<R>(work: Work<R>): Promise<R> {
    return this.enqueue<R>(undefined, work, 1);
  }

  /** Takes nothing more, and resolves when everything that waits is committed. */
  async close(): Promise<void> {
    this.closed = true;
    while (this.draining) await this.draining;
    await this.sqlite?.close();
  }

  private enqueue<R>(batcher: Batcher<unknown, unknown> | undefined, command: unknown, weight: number): Promise<R> {
    if (this.closed) return Promise.reject(new AppError('OVERLOADED', 'The server is stopping.', { retryAfterSeconds: 5 }));
    if (this.waiting + weight > this.options.queueLimit) {
      const message = `The write queue is full (${this.options.queueLimit} transactions wait).`;
      return Promise.reject(new AppError('OVERLOADED', message, { retryAfterSeconds: 1 }));
    }
    this.waiting += weight;
    return new Promise<R>((resolve, reject) => {
      const origin = this.options.tracer?.here();
      this.queue.push({ weight, batcher, command, origin, resolve, reject });
      this.draining ??= this.drain();
    });
  }

  private async drain(): Promise<void> {
    // One turn of the event loop: what came in with the same packets goes into the same commit.
    await new Promise(setImmediate);
    while (this.queue.length > 0) {
      const jobs = this.queue;
      this.queue = [];
      for (let start = 0; start < jobs.length;) {
        const end = this.endOfBatch(jobs, start);
        const batch = jobs.slice(start, end);
        const write = () => (batch[0]!.batcher ? this.runBatch(batch) : this.runUnit(batch[0]!));
        await tracedCommit(this.options.tracer, this.engine, batch, write);
        for (const job of batch) this.waiting -= job.weight;
        start = end;
      }
    }
    this.draining = undefined;
  }

  private endOfBatch(jobs: readonly Job[], start: number): number {
    const { batcher, weight } = jobs[start]!;
    let [end, total] = [start + 1, weight];
    while (batcher && end < jobs.length && jobs[end]!.batcher === batcher && total + jobs[end]!.weight <= this.options.batchLimit) {
      total += jobs[end++]!.weight;
    }
    return end;
  }

  private async runUnit(job: Job): Promise<void> {
    try {
      job.resolve(await this.transact(job.command as Work<never>, 'serializable', 1));
    } catch (error) {
      job.reject(error);
    }
  }

  private async runBatch(batch: readonly Job[]): Promise<void> {
    const batcher = batch[0]!.batcher!;
    let outcomes: readonly Outcome<unknown>[];
    try {
      const commands = batch.map((job) => job.command);
      const weight = batch.reduce((sum, job) => sum + job.weight, 0);
      outcomes = await this.transact((transaction) => batcher.write(transaction, commands), 'read committed', weight, batcher);
    } catch (error) {
      await this.runParts(batch, error);
      return;
    }
    batch.forEach((job, index) => {
      const outcome = outcomes[index]!;
      if (outcome.ok) job.resolve(outcome.value as never);
      else job.reject(outcome.error);
    });
  }

  /** A batch that fails as a whole is cut in halves until the command to blame stands alone: the others are committed. */
  private async runParts(batch: readonly Job[], error: unknown): Promise<void> {
    const unsure = error instanceof AppError;
    if (batch.length === 1 || unsure) {
      for (const job of batch) job.reject(unsure ? error : (job.batcher?.explain?.(error) ?? error));
      return;
    }
    const middle = batch.length >> 1;
    await this.runBatch(batch.slice(0, middle));
    await this.runBatch(batch.slice(middle));
  }

  private async transact<R>(work: Work<R>, isolation: string, weight: number, batcher?: Batcher<unknown, unknown>): Promise<R> {
    for (let attempt = 1; ; attempt += 1) {
      const begun = performance.now();
      try {
        const result = await this.attempt(work, isolation, batcher !== undefined);
        this.observer?.committed(weight, performance.now() - begun);
        return result;
      } catch (error) {
        batcher?.undone?.();
        const lost = isConnectionLoss(error);
        if (!lost && !isTransient(error)) throw error;
        // No command is to blame, so the batch must not be cut up and each command be tried by itself.
        if (lost && attempt >= CONNECTION_TRIES) throw new AppError('INTERNAL_SERVER_ERROR', UNREACHABLE, { cause: error });
        if (attempt >= TRIES) throw new AppError('CONFLICT', 'Other changes kept getting in the way; try again.', { cause: error });
        this.observer?.retried();
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** Math.min(attempt, 8)));
      }
    }
  }

  private async attempt<R>(work: Work<R>, isolation: string, batch: boolean): Promise<R> {
    const runner = this.dataSource.createQueryRunner();
    const client: unknown = await runner.connect();
    const connection: WritingConnection = this.sqlite ?? new PostgresConnection(client as never);
    let transaction: OpenTransaction | undefined;
    try {
      transaction = await openTransaction(connection, {
        manager: runner.manager,
        begin: this.sqlite ? 'begin immediate' : `begin isolation level ${isolation}`,
        // Nobody else writes to the file, so a batch may read before its transaction, which is then a single statement.
        lazily: batch && this.sqlite !== undefined,
      });
      const result = await work(transaction);
      await transaction.finish(() => this.commit(connection));
      return result;
    } catch (error) {
      await transaction?.rollback();
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async commit(connection: Connection): Promise<void> {
    try {
      await connection.run('commit');
    } catch (error) {
      // Whatever the database did not say itself (a reset, a time-out of the network) leaves open whether it committed.
      if (this.engine === 'sqlite' || isRefusal(error)) throw error;
      const message =
        'The connection to the database broke during the commit. Whether the change was made is not known: look, or repeat it with the idempotency key that it had.';
      throw new AppError('INTERNAL_SERVER_ERROR', message, { cause: error });
    }
  }
}
