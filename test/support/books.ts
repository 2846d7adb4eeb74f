import { dataSourceOptions } from '../../ormconfig';
import { permissions, Principal, type Permission } from '../../src/auth';
import { Companies } from '../../src/companies';
import { openDatabase, type Database } from '../../src/database';
import { createLedger, JournalBooks, type Ledger } from '../../src/ledger';
import { systemClock, type Clock } from '../../src/shared/clock';
import type { Engine } from './engines';

/** The ledger without HTTP around it, on a real database of its own. */
export interface TestBooks {
  readonly database: Database;
  readonly url: string;
  readonly companies: Companies;
  readonly ledger: Ledger;
  /** Holds every permission in every company. */
  readonly admin: Principal;
  close(): Promise<void>;
}

export async function openTestBooks(
  engine: Engine,
  { clock = systemClock, ...limits }: { queueLimit?: number; batchLimit?: number; clock?: Clock } = {},
): Promise<TestBooks> {
  const { url, drop } = await engine.createDatabase();
  const database = await openDatabase({
    sources: { writer: dataSourceOptions(url, 'writer'), reader: dataSourceOptions(url, 'reader') },
    writer: { queueLimit: limits.queueLimit ?? 20_000, batchLimit: limits.batchLimit ?? 2_000 },
  });
  const books = new JournalBooks(clock);
  const access = { grantInTransaction: async () => [], changed: () => undefined };
  const companies = new Companies({ reader: database.reader, writer: database.writer, books, access, clock });
  const ledger = createLedger({ database, companies, books, clock });
  const close = async () => {
    await database.close();
    await drop();
  };
  return { database, url, companies, ledger, admin: principalWith(permissions), close };
}

/** The posted balances of a company's accounts at the end of a day that are not zero, by account key, then currency. */
export async function balancesAt({ ledger }: TestBooks, companyKey: number, day = 99991231) {
  const moved = await ledger.movements.between(await ledger.movements.extent(companyKey), [day]);
  return moved.map(({ accountKey, currency, units }) => ({ accountKey, currency, net: units[0]! }));
}

/** A caller who holds the permissions everywhere, or in the given companies only. */
export function principalWith(held: readonly Permission[], companyKeys?: readonly number[]): Principal {
  const set = new Set(held);
  const inCompany = new Map((companyKeys ?? []).map((key) => [key, set]));
  const identity = { developer: null, subject: 'test', credentialKey: null, tokenExpiresAt: Date.now() + 3_600_000 };
  return new Principal(identity, { roles: [], everywhere: companyKeys ? new Set() : set, inCompany });
}
