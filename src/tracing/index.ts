export { startTracing, type RunningTracer } from './start-tracing';
