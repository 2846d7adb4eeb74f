import type { Logger } from 'pino';
import { callerOf, type RequestContext } from '../auth';
import type { Database } from '../database';
import type { Developers } from '../developers';
import type { Clock } from '../shared/clock';
import type { NodeSource } from '../shared/node-source';
import { Anomalies } from './report/anomalies';
import { AnomalyResolver } from './report/anomaly.resolver';
import { AnomalyWatch } from './watch/anomaly-watch';
import { Notifier } from './webhook/notifier';
import type { Webhook } from './webhook/send';

export interface AnomaliesParts {
  readonly database: Database;
  readonly developers: Developers;
  readonly clock: Clock;
  readonly logger: Logger;
  /** False: nothing is looked for, and what was found before can be read. */
  readonly watching: boolean;
  readonly maxCost: number;
  /** Is told of each anomaly, where there is one. */
  readonly webhook: Webhook | undefined;
}

export interface AnomaliesFeature {
  readonly resolvers: readonly object[];
  readonly nodeSources: readonly NodeSource<RequestContext>[];
  /** Looks for anomalies from now on, behind the requests. */
  start(): void;
  /** Looks for them once, in what was answered until a few seconds ago. */
  sweep(): Promise<void>;
  /** Tells the webhook of what is due; it happens after sweeps by itself. */
  notify(): Promise<void>;
  /** Ends what is under way; before the database is closed. */
  close(): Promise<void>;
}

export const anomalyResolvers = [AnomalyResolver] as const;

export function createAnomalies(parts: AnomaliesParts): AnomaliesFeature {
  const { database, developers, clock, logger, watching, maxCost, webhook } = parts;
  const { reader, writer } = database;
  const anomalies = new Anomalies({ reader, writer, clock });
  const notifier = watching && webhook ? new Notifier({ reader, writer, clock, logger, webhook }) : undefined;
  const watch = watching ? new AnomalyWatch({ reader, writer, clock, logger, maxCost, notifier }) : undefined;
  return {
    resolvers: [new AnomalyResolver(anomalies, developers)],
    nodeSources: [{ load: (context, ids) => anomalies.visible(callerOf(context), ids) }],
    start: () => watch?.start(),
    sweep: async () => watch?.sweep(),
    async notify() {
      // One that is under way may have looked before it was asked for.
      await notifier?.run();
      await notifier?.run();
    },
    async close() {
      await watch?.close();
      await notifier?.close();
    },
  };
}
