import type { Logger } from 'pino';
import { callerOf, type RequestContext } from '../auth';
import type { Database } from '../database';
import type { Developers } from '../developers';
import type { Clock } from '../shared/clock';
import type { NodeSource } from '../shared/node-source';
import { Anomalies } from './report/anomalies';
import { AnomalyResolver } from './report/anomaly.resolver';
import { AnomalyWatch } from './watch/anomaly-watch';

export interface AnomaliesParts {
  readonly database: Database;
  readonly developers: Developers;
  readonly clock: Clock;
  readonly logger: Logger;
  /** False: nothing is looked for, and what was found before can be read. */
  readonly watching: boolean;
  readonly maxCost: number;
}

export interface AnomaliesFeature {
  readonly resolvers: readonly object[];
  readonly nodeSources: readonly NodeSource<RequestContext>[];
  /** Looks for anomalies from now on, behind the requests. */
  start(): void;
  /** Looks for them once, in what was answered until a few seconds ago. */
  sweep(): Promise<void>;
  /** Ends what is under way; before the database is closed. */
  close(): Promise<void>;
}

export const anomalyResolvers = [AnomalyResolver] as const;

export function createAnomalies(parts: AnomaliesParts): AnomaliesFeature {
  const { database, developers, clock, logger, watching, maxCost } = parts;
  const { reader, writer } = database;
  const anomalies = new Anomalies({ reader, writer, clock });
  const watch = watching ? new AnomalyWatch({ reader, writer, clock, logger, maxCost, notifies: false }) : undefined;
  return {
    resolvers: [new AnomalyResolver(anomalies, developers)],
    nodeSources: [{ load: (context, ids) => anomalies.visible(callerOf(context), ids) }],
    start: () => watch?.start(),
    sweep: async () => watch?.sweep(),
    close: async () => watch?.close(),
  };
}
