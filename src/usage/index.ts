export type { AnsweredRequest, RootFieldUse } from './metering/usage-record';
export { UsageBucket } from './report/usage.types';
export { createUsage, usageResolvers, type Usage } from './usage-feature';
