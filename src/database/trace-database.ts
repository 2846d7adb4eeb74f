import type { SpanPlace, Tracer } from '../shared/tracer';
import type { ReadingConnection } from './connection';
import type { Engine } from './engine';

const systems: Readonly<Record<Engine, string>> = { sqlite: 'sqlite', postgres: 'postgresql' };

/** Makes a span of each statement of a reader: which table it begins with, and nothing of its parameters. */
export function tracedReader(reader: ReadingConnection, tracer: Tracer): ReadingConnection {
  const reading = <T>(statement: string, work: () => Promise<T>): Promise<T> => {
    const table = /\bfrom (\w+)/i.exec(statement)?.[1];
    const name = table === undefined ? 'SELECT' : `SELECT ${table}`;
    const facts = { 'db.system.name': systems[reader.dialect.engine], 'db.operation.name': 'SELECT', 'db.collection.name': table };
    return tracer.run({ name, kind: 'client', facts }, work);
  };
  return {
    dialect: reader.dialect,
    rows: (columns, rest, parameters) => reading(rest, () => reader.rows(columns, rest, parameters)),
    rowsForEach: (query) => reading(query.rest, () => reader.rowsForEach(query)),
    rowsUnlessKnown: (query, version, known) => reading(query.rest, () => reader.rowsUnlessKnown(query, version, known)),
    run: (statement, parameters) => reading(statement, () => reader.run(statement, parameters)),
  };
}

/** What waits to be written: of how many requests, and where in their traces. */
export interface CommitOrigin {
  readonly origin: SpanPlace | undefined;
  readonly weight: number;
}

/** Makes a span of a commit, for all requests that wait for it. Of what nobody waits for there is none. */
export function tracedCommit(
  tracer: Tracer | undefined,
  engine: Engine,
  jobs: readonly CommitOrigin[],
  work: () => Promise<void>,
): Promise<void> {
  const places = tracer ? jobs.flatMap(({ origin }) => origin ?? []) : [];
  if (!tracer || places.length === 0) return work();
  const transactions = jobs.reduce((sum, { weight }) => sum + weight, 0);
  const facts = { 'db.system.name': systems[engine], 'db.operation.name': 'COMMIT', 'open_ledger.commit.transactions': transactions };
  return tracer.runFor(places, { name: 'COMMIT', kind: 'client', facts }, work);
}
