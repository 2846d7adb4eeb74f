import { DataSource, type DataSourceOptions } from 'typeorm';
import type { ClientBase } from 'pg';
import { PostgresConnection, SqliteConnection, type Connection } from './connection';

/** One moment of a database, which stays as it is while it is read, whatever is written meanwhile. Nobody waits for it. */
export interface Snapshot extends Connection {
  close(): Promise<void>;
}

/** Reading a whole journal takes statements that no request would be given the time for. */
const STATEMENT_TIMEOUT = '15min';

/** Whole tables are read in the order of several indexes. */
const SQLITE_CACHE_KB = 65_536;

/**
 * Opens a snapshot beside a server that may be running; `options` are those of a reader.
 * @throws Error with a sentence for the operator where the tables are not those of this version
 */
export async function openSnapshot(options: DataSourceOptions): Promise<Snapshot> {
  const source = await new DataSource(options).initialize();
  const snapshot = await (options.type === 'sqlite' ? beginOnSqlite(source) : beginOnPostgres(source));
  try {
    // The first read is what takes the snapshot.
    await checkMigrations(snapshot, source);
    return snapshot;
  } catch (error) {
    await snapshot.close();
    throw error;
  }
}

async function beginOnSqlite(source: DataSource): Promise<Snapshot> {
  const connection = new SqliteConnection((source.driver as unknown as { databaseConnection: never }).databaseConnection);
  await connection.run(`pragma cache_size = ${-SQLITE_CACHE_KB}`);
  await connection.run('begin');
  return snapshotOn(connection, async () => {
    await connection.run('rollback').catch(() => undefined);
    await connection.close();
    await source.destroy();
  });
}

async function beginOnPostgres(source: DataSource): Promise<Snapshot> {
  const runner = source.createQueryRunner();
  const connection = new PostgresConnection((await runner.connect()) as ClientBase);
  await connection.run('begin isolation level repeatable read read only');
  await connection.run(`set local statement_timeout = '${STATEMENT_TIMEOUT}'`);
  return snapshotOn(connection, async () => {
    await connection.run('rollback').catch(() => undefined);
    await runner.release();
    await source.destroy();
  });
}

function snapshotOn(connection: Connection, close: () => Promise<void>): Snapshot {
  return {
    dialect: connection.dialect,
    rows: (columns, rest, parameters) => connection.rows(columns, rest, parameters),
    run: (statement, parameters) => connection.run(statement, parameters),
    close,
  };
}

async function checkMigrations(snapshot: Snapshot, source: DataSource): Promise<void> {
  const rows = await snapshot.rows(['name'], 'from migrations').catch((error: unknown) => {
    throw new Error('it holds no tables of Open Ledger', { cause: error });
  });
  const ran = new Set(rows.map(([name]) => name as string));
  const known = new Set(source.migrations.map(({ name, constructor }) => name ?? constructor.name));
  if ([...known].some((name) => !ran.has(name))) throw new Error('its tables are of an older version; run "npx open-ledger migrate" first');
  if ([...ran].some((name) => !known.has(name))) throw new Error('its tables are of a newer version of Open Ledger than this one');
}
