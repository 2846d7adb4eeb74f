import type { Logger } from 'pino';
import type { ClientDirectory } from '../auth';
import type { Database } from '../database';
import type { Clock } from '../shared/clock';
import { Meter } from './metering/meter';
import type { AnsweredRequest } from './metering/usage-record';
import { UsageReports, type DeveloperDirectory } from './report/usage-reports';
import { UsageResolver } from './report/usage.resolver';

export interface UsageParts {
  readonly database: Database;
  readonly clients: Pick<ClientDirectory, 'standing'>;
  readonly developers: DeveloperDirectory;
  readonly clock: Clock;
  readonly logger: Logger;
  /** False: nothing is recorded, and reports tell of what was recorded before. */
  readonly metering: boolean;
  /** Days for which single requests are kept. */
  readonly retentionDays: number;
}

export interface Usage {
  /** Hears of every request, once it is answered. */
  answered(request: AnsweredRequest): void;
  readonly resolvers: readonly object[];
  /** Resolves once all that was answered is written. */
  flush(): Promise<void>;
  /** Writes what waits; before the database is closed. */
  close(): Promise<void>;
}

export const usageResolvers = [UsageResolver] as const;

export function createUsage({ database, clients, developers, clock, logger, metering, retentionDays }: UsageParts): Usage {
  const meter = metering ? new Meter({ writer: database.writer, clients, clock, logger, retentionDays }) : undefined;
  return {
    answered: (request) => meter?.record(request),
    resolvers: [new UsageResolver(new UsageReports(database.reader, developers, clock, retentionDays))],
    flush: async () => meter?.flush(),
    close: async () => meter?.close(),
  };
}
