import type { EntityManager } from 'typeorm';
import type { Statement, WritingConnection } from './connection';
import type { WriteTransaction } from './write-transaction';

export interface TransactionOptions {
  readonly manager: EntityManager;
  /** The statement that begins it. */
  readonly begin: string;
  /** Begins it only when something is written before the commit: for whoever knows that nobody else writes meanwhile. */
  readonly lazily: boolean;
}

/** A transaction under way on the writer's connection. */
export interface OpenTransaction extends WriteTransaction {
  /** Runs what was put off, then commits by `commit` where there is something to commit. */
  finish(commit: () => Promise<void>): Promise<void>;
  rollback(): Promise<void>;
}

export async function openTransaction(connection: WritingConnection, options: TransactionOptions): Promise<OpenTransaction> {
  const putOff: Statement[] = [];
  let begun = false;
  const begin = async () => {
    if (begun) return;
    await connection.run(options.begin);
    begun = true;
  };
  if (!options.lazily) await begin();
  return {
    dialect: connection.dialect,
    get manager() {
      if (!begun) throw new Error('This transaction has not begun: read and write through it, not through a manager.');
      return options.manager;
    },
    rows: (columns, rest, parameters) => connection.rows(columns, rest, parameters),
    rowsOfEach: (queries) => connection.rowsOfEach(queries),
    async run(text, parameters) {
      await begin();
      await connection.run(text, parameters);
    },
    later: (text, parameters) => void putOff.push({ text, parameters }),
    async finish(commit) {
      await connection.runTogether(putOff);
      if (begun) await commit();
    },
    async rollback() {
      if (begun) await connection.run('rollback').catch(() => undefined);
    },
  };
}
