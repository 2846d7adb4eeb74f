import 'reflect-metadata';
import { resolve } from 'node:path';
import sqlite3, { OPEN_READONLY } from 'sqlite3';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { anomalyEntities } from './src/anomalies/entities';
import { authEntities } from './src/auth/entities';
import { companyEntities } from './src/companies/entities';
import { developerEntities } from './src/developers/entities';
import { auditEntities } from './src/database/audit/audit-event.entity';
import { ledgerEntities } from './src/ledger/entities';
import { quotaEntities } from './src/quotas/entities';
import { usageEntities } from './src/usage/entities';
import { Companies1764000000001 } from './src/migrations/1764000000001-companies';
import { Access1764000000002 } from './src/migrations/1764000000002-access';
import { Ledger1764000000003 } from './src/migrations/1764000000003-ledger';
import { Tokens1764000000004 } from './src/migrations/1764000000004-tokens';
import { DeveloperSubjects1764000000006 } from './src/migrations/1764000000006-developer-subjects';
import { TokenAttempts1764000000007 } from './src/migrations/1764000000007-token-attempts';
import { SuspensionReason1764000000008 } from './src/migrations/1764000000008-suspension-reason';
import { TransactionLife1764000000009 } from './src/migrations/1764000000009-transaction-life';
import { DraftsByDate1764000000010 } from './src/migrations/1764000000010-drafts-by-date';
import { BookClosings1764000000011 } from './src/migrations/1764000000011-book-closings';
import { TransactionWords1764000000014 } from './src/migrations/1764000000014-transaction-words';
import { Audit1764000000018 } from './src/migrations/1764000000018-audit';
import { Usage1764000000019 } from './src/migrations/1764000000019-usage';
import { Anomalies1764000000020 } from './src/migrations/1764000000020-anomalies';
import { Quotas1764000000021 } from './src/migrations/1764000000021-quotas';

const entities = [
  ...authEntities,
  ...developerEntities,
  ...companyEntities,
  ...ledgerEntities,
  ...auditEntities,
  ...usageEntities,
  ...anomalyEntities,
  ...quotaEntities,
];
const migrations = [
  Companies1764000000001,
  Access1764000000002,
  Ledger1764000000003,
  Tokens1764000000004,
  DeveloperSubjects1764000000006,
  TokenAttempts1764000000007,
  SuspensionReason1764000000008,
  TransactionLife1764000000009,
  DraftsByDate1764000000010,
  BookClosings1764000000011,
  TransactionWords1764000000014,
  Audit1764000000018,
  Usage1764000000019,
  Anomalies1764000000020,
  Quotas1764000000021,
];

/** The writer owns all changes; readers' connections are read-only to the database itself. */
export type Role = 'writer' | 'reader';

/**
 * The one place that makes DataSource options. `url` is sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/NAME.
 * @throws Error for a URL of any other kind.
 */
export function dataSourceOptions(url: string, role: Role): DataSourceOptions {
  // A condition that is undefined would otherwise be left out, and answer with every tenant's rows.
  const common = {
    entities,
    migrations,
    migrationsTableName: 'migrations',
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
  } as const;
  if (url.startsWith('sqlite:')) {
    const database = resolve(url.slice('sqlite:'.length));
    const flags = role === 'reader' ? { flags: OPEN_READONLY } : { enableWAL: true };
    return { ...common, type: 'sqlite', database, busyTimeout: 5000, driver: quietDriver, ...flags };
  }
  if (/^postgres(ql)?:\/\//.test(url)) return { ...common, type: 'postgres', url, ...postgresSession(role) };
  throw new Error('DATABASE_URL must be sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/NAME.');
}

/** TypeORM asks the driver to be verbose, and it then records a stack for every statement: a third of a read's time. */
const quietDriver = { verbose: () => sqlite3 };

function postgresSession(role: Role) {
  const settings = {
    default_transaction_read_only: role === 'reader' ? 'on' : 'off',
    synchronous_commit: 'on',
    statement_timeout: '30s',
    lock_timeout: '10s',
    idle_in_transaction_session_timeout: '30s',
    timezone: 'UTC',
  };
  const options = Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
  return {
    applicationName: `open-ledger ${role}`,
    poolSize: role === 'reader' ? 8 : 2,
    connectTimeoutMS: 5000,
    extra: { options, keepAlive: true },
  };
}

/** For TypeORM's command line: npx typeorm -d dist/ormconfig.js migration:show */
export const dataSource = commandLineSource(process.env.DATABASE_URL || 'sqlite:data/open-ledger.sqlite');

/** A URL that is none is the settings' to tell of, with all else that is wrong: it must not end the server while this file is loaded. */
function commandLineSource(url: string): DataSource | undefined {
  try {
    return new DataSource(dataSourceOptions(url, 'writer'));
  } catch {
    return undefined;
  }
}
