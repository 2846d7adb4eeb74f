export { anomalyResolvers, createAnomalies, type AnomaliesFeature } from './anomalies-feature';
