import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Database, OPEN_CREATE, OPEN_READWRITE } from 'sqlite3';

export interface FileLock {
  release(): Promise<void>;
}

/**
 * Makes this process the owner of an SQLite file. The lock is SQLite's own, held on a small file beside it, so the operating system
 * lets go of it when the process dies, however it dies.
 * @throws Error with a sentence for the operator where another process is the owner.
 */
export async function lockFile(file: string): Promise<FileLock> {
  mkdirSync(dirname(file), { recursive: true });
  const path = `${file}.lock`;
  const database = await new Promise<Database>((resolve, reject) => {
    const opened: Database = new Database(path, OPEN_READWRITE | OPEN_CREATE, (error) => (error ? reject(error) : resolve(opened)));
  });
  const release = () => new Promise<void>((resolve) => database.close(() => resolve()));
  try {
    await new Promise<void>((resolve, reject) => database.exec('begin exclusive', (error) => (error ? reject(error) : resolve())));
  } catch (error) {
    await release();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new Error(
      `${file} is in use by another Open Ledger process. Stop it first, or use PostgreSQL to run several servers on one set of books.`,
      {
        cause: error,
      },
    );
  }
  return { release };
}
