import type { Pool } from 'pg';
import { DataSource, type DataSourceOptions, type EntityManager, type Migration } from 'typeorm';
import type { Tracer } from '../shared/tracer';
import { AuditLog } from './audit/audit-log';
import { PostgresConnection, SqliteConnection, type ReadingConnection } from './connection';
import { statementSent } from './count-statements';
import type { Engine } from './engine';
import { lockFile, type FileLock } from './file-lock';
import { tracedReader } from './trace-database';
import { JournalWriter, type WriterOptions } from './writer';

/** Reads in statements that several rows of callers share; every connection of it is read-only to the database itself. */
export interface Reader extends ReadingConnection {
  /** TypeORM's manager over the read-only connection, for simple loads. */
  readonly manager: EntityManager;
}

export interface Database {
  /** Names of the migrations that this opening ran. */
  readonly migrationsRun: readonly string[];
  readonly reader: Reader;
  readonly writer: JournalWriter;
  /** For what changes nothing else: tokens that were issued, and what was refused. */
  readonly audit: AuditLog;
  /** Resolves when the database answers; rejects where it does not. */
  ping(): Promise<void>;
  /** Commits what waits, then closes every connection. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Makes the options of a DataSource for a role: see ormconfig.ts. */
  readonly sources: { readonly writer: DataSourceOptions; readonly reader: DataSourceOptions };
  readonly writer: WriterOptions;
}

/** SQLite reads on threads of its own: one connection a core is all that helps. */
const SQLITE_READERS = 2;

/**
 * Opens the database: takes the file's lock (SQLite), migrates, checks that commits are durable, and opens the readers.
 * @throws Error with a sentence for the operator where the file is in use, or the database cannot be reached or migrated.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const engine: Engine = options.sources.writer.type === 'sqlite' ? 'sqlite' : 'postgres';
  const lock = engine === 'sqlite' ? await lockFile(String(options.sources.writer.database)) : undefined;
  const opened: DataSource[] = [];
  try {
    const source = await open(options.sources.writer, opened);
    const ran = await (engine === 'sqlite' ? source.runMigrations({ transaction: 'each' }) : migrateAlone(source));
    if (engine === 'sqlite') await makeDurable(source);
    const writer = new JournalWriter(source, engine, options.writer);
    const reader = await openReader(engine, options.sources.reader, opened);
    const migrationsRun = ran.map(({ name }) => name);
    return new OpenDatabase(migrationsRun, reader, writer, opened, lock, options.writer.tracer);
  } catch (error) {
    await Promise.allSettled(opened.map((source) => source.destroy()));
    await lock?.release();
    throw error;
  }
}

async function open(options: DataSourceOptions, opened: DataSource[]): Promise<DataSource> {
  const source = await new DataSource(options).initialize();
  opened.push(source);
  if (options.type === 'postgres') survive((source.driver as unknown as { master: Pool }).master);
  return source;
}

const heardElsewhere = () => undefined;

/**
 * A connection that breaks while it changes hands between the pool and TypeORM has nobody who listens, and would end the process.
 * Whoever queries it next is told.
 */
function survive(pool: Pool): void {
  pool.on('acquire', (client) => {
    if (!client.listeners('error').includes(heardElsewhere)) client.on('error', heardElsewhere);
  });
}

/** Any number, the same in every process. */
const MIGRATION_LOCK = 4_721_023;

/** Servers that start at once on one PostgreSQL migrate one after the other: the second finds nothing left to do. */
async function migrateAlone(source: DataSource): Promise<Migration[]> {
  const runner = source.createQueryRunner();
  try {
    await runner.query(`select pg_advisory_lock(${MIGRATION_LOCK})`);
    return await source.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query(`select pg_advisory_unlock(${MIGRATION_LOCK})`).catch(() => undefined);
    await runner.release();
  }
}

/** WAL alone may leave synchronous at NORMAL, which loses acknowledged commits with the power. */
async function makeDurable(source: DataSource): Promise<void> {
  await source.query('pragma synchronous = full');
  await source.query('pragma wal_autocheckpoint = 10000');
  const read = async (name: string) => Object.values((await source.query(`pragma ${name}`))[0] as object)[0] as unknown;
  const found = { journal: await read('journal_mode'), synchronous: await read('synchronous'), keys: await read('foreign_keys') };
  if (found.journal !== 'wal' || found.synchronous !== 2 || found.keys !== 1) {
    throw new Error(`SQLite does not promise durable commits here: ${JSON.stringify(found)}. Is the file on a network disk?`);
  }
}

interface OpenReader extends Reader {
  close(): Promise<void>;
}

async function openReader(engine: Engine, options: DataSourceOptions, opened: DataSource[]): Promise<OpenReader> {
  if (engine === 'postgres') {
    const source = await open(options, opened);
    const pool = (source.driver as unknown as { master: never }).master;
    const connection = new PostgresConnection(pool);
    return reader(
      source,
      () => connection,
      () => Promise.resolve(),
    );
  }
  const sources = await Promise.all(Array.from({ length: SQLITE_READERS }, () => open(options, opened)));
  const connections = sources.map(
    (source) => new SqliteConnection((source.driver as unknown as { databaseConnection: never }).databaseConnection),
  );
  let turn = 0;
  const next = () => connections[(turn = (turn + 1) % connections.length)]!;
  return reader(sources[0]!, next, async () => {
    await Promise.all(connections.map((connection) => connection.close()));
  });
}

function reader(source: DataSource, turn: () => ReadingConnection, close: () => Promise<void>): OpenReader {
  const next = () => {
    statementSent();
    return turn();
  };
  return {
    dialect: turn().dialect,
    manager: source.manager,
    rows: (columns, rest, parameters) => next().rows(columns, rest, parameters),
    rowsForEach: (query) => next().rowsForEach(query),
    rowsUnlessKnown: (query, version, known) => next().rowsUnlessKnown(query, version, known),
    run: (statement, parameters) => next().run(statement, parameters),
    close,
  };
}

class OpenDatabase implements Database {
  readonly reader: Reader;
  readonly audit: AuditLog;

  constructor(
    readonly migrationsRun: readonly string[],
    private readonly opened: OpenReader,
    readonly writer: JournalWriter,
    private readonly sources: readonly DataSource[],
    private readonly lock: FileLock | undefined,
    tracer: Tracer | undefined,
  ) {
    this.reader = tracer ? { ...tracedReader(opened, tracer), manager: opened.manager } : opened;
    this.audit = new AuditLog(writer);
  }

  async ping(): Promise<void> {
    await this.reader.run('select 1');
  }

  async close(): Promise<void> {
    await this.audit.close();
    await this.writer.close();
    await this.opened.close();
    await Promise.all(this.sources.map((source) => source.destroy()));
    await this.lock?.release();
  }
}
