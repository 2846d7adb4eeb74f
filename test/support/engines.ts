import { sqliteEngine } from './sqlite-engine';
import { postgresEngine } from './postgres-engine';

/** A fresh, empty database of one test's own. */
export interface TestDatabase {
  /** A `DATABASE_URL`: `sqlite:/…/ledger.sqlite` or `postgres://…/ledger_test_…`. */
  readonly url: string;
  /** Removes it. Throws where connections were left open, since a server that cannot close cleanly is a fault too. */
  drop(): Promise<void>;
}

export interface Engine {
  readonly name: 'sqlite' | 'postgres';
  createDatabase(): Promise<TestDatabase>;
}

const engines: readonly Engine[] = [sqliteEngine, postgresEngine];

/** Runs the same block for each engine, in a describe that names it ("on sqlite", "on postgres"). */
export function forEachEngine(body: (engine: Engine) => void): void {
  for (const engine of engines) describe(`on ${engine.name}`, () => body(engine));
}
