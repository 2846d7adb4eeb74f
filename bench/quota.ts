/**
 * What a quota costs: a small query with a token, answered by two servers, of which the one limits its callers, to more than they can use.
 * They take turns. Requests a second are told, and requests for each second of processor time that the server takes.
 *
 *     npm run bench:quota [-- ROUNDS]
 */
import 'reflect-metadata';
import { compareSettings } from './support/side-by-side';

const ROUNDS = 15;

const servings = { limited: { QUOTA_COST_PER_MINUTE: '1000000000' }, 'not limited': {} };

void compareSettings(servings, 0.95, Number(process.argv[2] ?? ROUNDS)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
