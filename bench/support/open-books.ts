import { dataSourceOptions } from '../../ormconfig';
import { permissions, Principal } from '../../src/auth';
import { Companies } from '../../src/companies';
import { openDatabase, type Database } from '../../src/database';
import { createLedger, JournalBooks, type Ledger } from '../../src/ledger';
import { systemClock } from '../../src/shared/clock';

/** The ledger without HTTP around it. */
export interface Books {
  readonly database: Database;
  readonly companies: Companies;
  readonly ledger: Ledger;
  readonly journalBooks: JournalBooks;
  /** Holds every permission in every company. */
  readonly caller: Principal;
}

/** Opens the database of a URL, migrated, for as long as the work takes. `batchLimit` is how many transactions a commit takes at most. */
export async function withBooks<T>(url: string, batchLimit: number, work: (books: Books) => Promise<T>): Promise<T> {
  const database = await openDatabase({
    sources: { writer: dataSourceOptions(url, 'writer'), reader: dataSourceOptions(url, 'reader') },
    writer: { queueLimit: 20_000, batchLimit },
  });
  try {
    const { reader, writer } = database;
    const identity = { developer: null, subject: 'bench', credentialKey: null, tokenExpiresAt: Number.MAX_SAFE_INTEGER };
    const caller = new Principal(identity, { roles: ['ADMIN'], everywhere: new Set(permissions), inCompany: new Map() });
    const journalBooks = new JournalBooks(systemClock);
    const access = { grantInTransaction: () => Promise.resolve([]), changed: () => undefined };
    const companies = new Companies({ reader, writer, books: journalBooks, access, clock: systemClock });
    const ledger = createLedger({ database, companies, books: journalBooks, clock: systemClock });
    return await work({ database, companies, ledger, journalBooks, caller });
  } finally {
    await database.close();
  }
}
