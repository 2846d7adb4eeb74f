export { createLogger } from './logger';
export { NodeResolver } from './node.resolver';
export { buildLedgerSchema } from './schema/build-schema';
export { resolverClasses } from './schema/resolver-classes';
export { UsageBucketResolver } from './usage-bucket.resolver';
export { createHttpServer, type HttpServer } from './server';
export { Metrics } from './metrics/metrics';
