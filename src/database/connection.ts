import type { Database as SqliteDatabase, Statement } from 'sqlite3';
import type { ClientBase, Pool } from 'pg';
import { LRUCache } from 'lru-cache';
import { AppError } from '../shared/errors';
import { dialectOf, type Dialect } from './engine';
import { isPoolExhausted } from './failures';

/** Filters make many statements, but a bounded number of them is worth keeping prepared. */
const KEPT_STATEMENTS = 500;

/** One connection (or pool), spoken to in statements with numbered placeholders ?1, ?2 … that are prepared once. */
export interface Connection {
  readonly dialect: Dialect;
  /**
   * Reads rows as arrays of values in the order of `columns`. `rest` is the statement from FROM onwards.
   * Integers past 2^53 lose digits: read them through exactSumColumns, or as text.
   */
  rows(columns: readonly string[], rest: string, parameters?: readonly unknown[]): Promise<unknown[][]>;
  run(statement: string, parameters?: readonly unknown[]): Promise<void>;
}

export interface ReadingConnection extends Connection {
  /** As `rows`, in the JSON that the database made of them: equal text is equal rows, and needs no parsing. */
  rowsAsJson(columns: readonly string[], rest: string, parameters?: readonly unknown[]): Promise<string>;
}

abstract class PreparingConnection {
  private readonly wrapped = new LRUCache<string, string>({ max: KEPT_STATEMENTS });

  constructor(readonly dialect: Dialect) {}

  async rows(columns: readonly string[], rest: string, parameters: readonly unknown[] = []): Promise<unknown[][]> {
    return JSON.parse(await this.rowsAsJson(columns, rest, parameters)) as unknown[][];
  }

  async rowsAsJson(columns: readonly string[], rest: string, parameters: readonly unknown[] = []): Promise<string> {
    const key = `${columns.join()} ${rest}`;
    let statement = this.wrapped.get(key);
    if (statement === undefined) {
      const select = `select ${columns.map((column, index) => `${column} as c${index}`).join(', ')} ${rest}`;
      statement = this.dialect.wrapRows(columns.length, select);
      this.wrapped.set(key, statement);
    }
    const found = await this.all(statement, parameters);
    return (found[0] as { rows: string }).rows;
  }

  async run(statement: string, parameters: readonly unknown[] = []): Promise<void> {
    await this.all(statement, parameters);
  }

  protected abstract all(statement: string, parameters: readonly unknown[]): Promise<unknown[]>;
}

export class SqliteConnection extends PreparingConnection implements ReadingConnection {
  private readonly statements = new LRUCache<string, Statement>({
    max: KEPT_STATEMENTS,
    dispose: (statement) => this.finalize(statement),
  });
  /** Statements that are being prepared, and who is to be told where that fails. */
  private readonly preparing = new Map<Statement, ((error: Error) => void)[]>();
  private readonly broken = new WeakSet<Statement>();
  private readonly finalizing = new Set<Promise<void>>();
  private closed = false;

  constructor(private readonly database: SqliteDatabase) {
    super(dialectOf('sqlite'));
  }

  protected all(text: string, parameters: readonly unknown[]): Promise<unknown[]> {
    // A request whose sender went away may still be at work, and would keep the driver from closing.
    if (this.closed) return Promise.reject(new AppError('OVERLOADED', 'The server is stopping.', { retryAfterSeconds: 5 }));
    return new Promise((resolve, reject) => {
      // The driver binds a BigInt as NULL without a word, and undefined too.
      for (const value of parameters) {
        if (typeof value === 'bigint' || value === undefined) return reject(new TypeError(`A ${typeof value} cannot be bound.`));
      }
      const statement = this.statements.get(text) ?? this.prepare(text);
      this.preparing.get(statement)?.push(reject);
      // all(), never get(): get() leaves the statement open, and a later BEGIN fails as busy.
      statement.all(parameters, (error: Error | null, rows: unknown[]) => (error ? reject(error) : resolve(rows)));
    });
  }

  /** Resolves once every prepared statement has answered and is finalized; the driver cannot close before. */
  async close(): Promise<void> {
    this.closed = true;
    this.statements.clear();
    await Promise.all(this.finalizing);
  }

  /** The driver tells of a statement that it cannot prepare only here: whoever waits for its rows would wait for ever. */
  private prepare(text: string): Statement {
    const statement = this.database.prepare(text, (error: Error | null) => {
      const waiting = this.preparing.get(statement)!;
      this.preparing.delete(statement);
      if (!error) return;
      this.broken.add(statement);
      this.statements.delete(text);
      for (const reject of waiting) reject(error);
    });
    this.preparing.set(statement, []);
    this.statements.set(text, statement);
    return statement;
  }

  private finalize(statement: Statement): void {
    // The driver has done so, and would not answer.
    if (this.broken.has(statement)) return;
    const finalized = new Promise<void>((resolve) => statement.finalize(() => resolve()));
    this.finalizing.add(finalized);
    void finalized.then(() => this.finalizing.delete(finalized));
  }
}

const names = new Map<string, { name: string; text: string }>();

/** The statement with PostgreSQL's placeholders and a name, by which each connection prepares it once; rare ones past the bound have none. */
function named(statement: string): { name?: string; text: string } {
  const known = names.get(statement);
  if (known) return known;
  const text = statement.replace(/\?(\d+)/g, '$$$1');
  if (names.size >= KEPT_STATEMENTS) return { text };
  const made = { name: `s${names.size}`, text };
  names.set(statement, made);
  return made;
}

export class PostgresConnection extends PreparingConnection implements ReadingConnection {
  constructor(private readonly client: ClientBase | Pool) {
    super(dialectOf('postgres'));
  }

  protected async all(statement: string, parameters: readonly unknown[]): Promise<unknown[]> {
    try {
      const result = await this.client.query({ ...named(statement), values: parameters as unknown[] });
      return result.rows as unknown[];
    } catch (error) {
      if (!isPoolExhausted(error)) throw error;
      throw new AppError('OVERLOADED', 'Every connection to the database is busy.', { cause: error, retryAfterSeconds: 1 });
    }
  }
}
