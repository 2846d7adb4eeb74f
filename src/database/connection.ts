import type { Database as SqliteDatabase, Statement as PreparedStatement } from 'sqlite3';
import type { ClientBase, Pool } from 'pg';
import { LRUCache } from 'lru-cache';
import { AppError } from '../shared/errors';
import { dialectOf, type Dialect } from './engine';
import { isPoolExhausted } from './failures';
import { columnsOfParents, selectedUnlessKnown, selectForEach, type QueryForEach } from './for-each';
import { selectOfEach, viewOfAll, wrapped, type Query, type Statement } from './together';

export type { Query, Statement };

interface StoredRows {
  readonly rows: string | null;
  /** PostgreSQL answers a bigint as text. */
  readonly version: number | string | null;
}

const NO_VERSION = -1;

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
  /** The rows of a query for each of many parents, in their order: one statement. */
  rowsForEach(query: QueryForEach): Promise<unknown[][][]>;
  /**
   * As `rowsForEach`, in the JSON that the database made of them: equal text is equal rows, and needs no parsing. `version` reads a number
   * by the first parameter that goes up with whatever changes the rows; where it is the `known` one, the rows are not read, and null.
   */
  rowsUnlessKnown(query: QueryForEach, version: string, known: readonly (number | undefined)[]): Promise<VersionedRows[]>;
}

export interface VersionedRows {
  /** Null where there is none yet. */
  readonly version: number | null;
  readonly rows: string | null;
}

export interface WritingConnection extends Connection {
  /** Rows of each query; one statement, but for those that take locks. */
  rowsOfEach(queries: readonly Query[]): Promise<unknown[][][]>;
  /** Runs statements in their order; on SQLite as one, which is undone whole where one of them fails. */
  runTogether(statements: readonly Statement[]): Promise<void>;
}

abstract class PreparingConnection {
  private readonly texts = new LRUCache<string, string>({ max: KEPT_STATEMENTS });

  constructor(readonly dialect: Dialect) {}

  async rows(columns: readonly string[], rest: string, parameters: readonly unknown[] = []): Promise<unknown[][]> {
    const statement = this.textOf(`${columns.join()} ${rest}`, () => wrapped({ columns, rest }, this.dialect));
    const found = await this.all(statement, parameters);
    return JSON.parse((found[0] as { rows: string }).rows) as unknown[][];
  }

  async rowsForEach(query: QueryForEach): Promise<unknown[][][]> {
    const found = await this.forEach(query, () => `(${wrapped(query, this.dialect)}) as rows`);
    return found.map(({ rows }) => JSON.parse(rows!) as unknown[][]);
  }

  async rowsUnlessKnown(query: QueryForEach, version: string, known: readonly (number | undefined)[]): Promise<VersionedRows[]> {
    const versions = query.parents.values.map((_, index) => known[index] ?? NO_VERSION);
    const found = await this.forEach(query, () => selectedUnlessKnown(query, version, this.dialect), versions);
    return found.map(({ version: current, rows }) => ({ version: current === null ? null : Number(current), rows }));
  }

  /** What is selected for each parent. `versions` come after the parameters of the query. */
  private async forEach(query: QueryForEach, select: () => string, versions?: readonly number[]): Promise<StoredRows[]> {
    const { columns, rest, parents, parameters } = query;
    const key = `${columns.join()} ${rest} ${parents.types.join()} ${parents.values.length === 1} ${versions !== undefined}`;
    if (parents.values.length === 1) {
      const statement = this.textOf(key, () => `select ${select()}`);
      return (await this.all(statement, [...parents.values[0]!, ...parameters, ...(versions ?? [])])) as StoredRows[];
    }
    const given = columnsOfParents(parents, versions !== undefined);
    const statement = this.textOf(key, () => selectForEach(select(), given, query, this.dialect));
    const rows = parents.values.map((own, place) => [place, ...own, ...(versions ? [versions[place]] : [])]);
    const found = (await this.all(statement, [...this.dialect.bindRows(given, rows), ...parameters])) as (StoredRows & { place: number })[];
    return found.sort((one, other) => one.place - other.place);
  }

  async run(statement: string, parameters: readonly unknown[] = []): Promise<void> {
    await this.all(statement, parameters);
  }

  async rowsOfEach(queries: readonly Query[]): Promise<unknown[][][]> {
    const rows = new Map<Query, unknown[][]>();
    const first = this.dialect.forUpdate === '' ? [] : queries.filter(({ locks }) => locks);
    for (const query of first) rows.set(query, await this.rows(query.columns, query.rest, query.parameters));
    const together = queries.filter((query) => !rows.has(query));
    if (together.length > 0) {
      const key = together.map(({ columns, rest, parameters }) => `${columns.join()} ${rest} ${parameters.length}`).join(';');
      const statement = this.textOf(key, () => selectOfEach(together, this.dialect));
      const [found] = (await this.all(statement, together.flatMap(({ parameters }) => parameters))) as [Record<string, string>]; // prettier-ignore
      together.forEach((query, column) => rows.set(query, JSON.parse(found[`r${column}`]!) as unknown[][]));
    }
    return queries.map((query) => rows.get(query)!);
  }

  private textOf(key: string, make: () => string): string {
    let text = this.texts.get(key);
    if (text === undefined) this.texts.set(key, (text = make()));
    return text;
  }

  protected abstract all(statement: string, parameters: readonly unknown[]): Promise<unknown[]>;
}

/** Which statements are run together is a matter of what a commit has in it; some ways are usual. */
const KEPT_VIEWS = 100;

export class SqliteConnection extends PreparingConnection implements ReadingConnection, WritingConnection {
  private readonly statements = new LRUCache<string, PreparedStatement>({
    max: KEPT_STATEMENTS,
    dispose: (statement) => this.finalize(statement),
  });
  /** Statements that are being prepared, and who is to be told where that fails. */
  private readonly preparing = new Map<PreparedStatement, ((error: Error) => void)[]>();
  private readonly broken = new WeakSet<PreparedStatement>();
  private readonly finalizing = new Set<Promise<void>>();
  /** The views that run statements together: what is inserted into them, by the statements. */
  private readonly views = new Map<string, { readonly name: string; readonly insert: string }>();
  private viewsMade = 0;
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

  async runTogether(statements: readonly Statement[]): Promise<void> {
    if (statements.length === 0) return;
    if (statements.length === 1) return this.run(statements[0]!.text, statements[0]!.parameters);
    const key = statements.map(({ text }) => text).join(';');
    const { insert } = this.views.get(key) ?? (await this.makeView(key, statements));
    await this.run(insert, statements.flatMap(({ parameters }) => parameters)); // prettier-ignore
  }

  private async makeView(key: string, statements: readonly Statement[]): Promise<{ readonly insert: string }> {
    const [[oldest, view] = []] = this.views;
    if (oldest !== undefined && this.views.size >= KEPT_VIEWS) {
      this.views.delete(oldest);
      await this.execute(`drop view ${view!.name}`);
    }
    const name = `together_${(this.viewsMade += 1)}`;
    const { definition, insert } = viewOfAll(name, statements);
    await this.execute(definition);
    const made = { name, insert };
    this.views.set(key, made);
    return made;
  }

  private execute(text: string): Promise<void> {
    return new Promise((resolve, reject) => this.database.exec(text, (error) => (error ? reject(error) : resolve())));
  }

  /** Resolves once every prepared statement has answered and is finalized; the driver cannot close before. */
  async close(): Promise<void> {
    this.closed = true;
    this.statements.clear();
    await Promise.all(this.finalizing);
  }

  /** The driver tells of a statement that it cannot prepare only here: whoever waits for its rows would wait for ever. */
  private prepare(text: string): PreparedStatement {
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

  private finalize(statement: PreparedStatement): void {
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
  // How a search is best done depends on how common its words are, so it is planned each time.
  if (text.includes('::tsquery')) return { text };
  if (names.size >= KEPT_STATEMENTS) return { text };
  const made = { name: `s${names.size}`, text };
  names.set(statement, made);
  return made;
}

export class PostgresConnection extends PreparingConnection implements ReadingConnection, WritingConnection {
  constructor(private readonly client: ClientBase | Pool) {
    super(dialectOf('postgres'));
  }

  async runTogether(statements: readonly Statement[]): Promise<void> {
    for (const { text, parameters } of statements) await this.run(text, parameters);
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
