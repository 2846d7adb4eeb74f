export type { AnsweredRequest } from './metering/usage-record';
export { UsageBucket } from './report/usage.types';
export { createUsage, usageResolvers, type Usage } from './usage-feature';
