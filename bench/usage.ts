/**
 * What metering costs, and the watch for anomalies on top of it: a small query with a token, answered by servers that differ in
 * USAGE_METERING and ANOMALY_WATCH alone. They take turns. Requests a second are told, and requests for each second of processor time that
 * the server takes, in which whoever else uses the machine counts less.
 *
 *     npm run bench:usage [-- ROUNDS]
 */
import 'reflect-metadata';
import { compareSettings } from './support/side-by-side';

const ROUNDS = 15;

const servings = {
  'metered and watched': {},
  metered: { ANOMALY_WATCH: 'false' },
  'not metered': { ANOMALY_WATCH: 'false', USAGE_METERING: 'false' },
};

void compareSettings(servings, 0.95, Number(process.argv[2] ?? ROUNDS)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
