import { callerOf, type RequestContext } from '../auth';
import type { Database } from '../database';
import type { Developers } from '../developers';
import type { Clock } from '../shared/clock';
import type { NodeSource } from '../shared/node-source';
import { Anomalies } from './report/anomalies';
import { AnomalyResolver } from './report/anomaly.resolver';

export interface AnomaliesParts {
  readonly database: Database;
  readonly developers: Developers;
  readonly clock: Clock;
}

export interface AnomaliesFeature {
  readonly resolvers: readonly object[];
  readonly nodeSources: readonly NodeSource<RequestContext>[];
}

export const anomalyResolvers = [AnomalyResolver] as const;

export function createAnomalies({ database: { reader, writer }, developers, clock }: AnomaliesParts): AnomaliesFeature {
  const anomalies = new Anomalies({ reader, writer, clock });
  return {
    resolvers: [new AnomalyResolver(anomalies, developers)],
    nodeSources: [{ load: (context, ids) => anomalies.visible(callerOf(context), ids) }],
  };
}
