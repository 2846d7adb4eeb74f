import { names } from './names';
import type { Rounds } from './rounds';

/** What was compared, what came of it, and what is to be reached. */
export function findings(rounds: Rounds): string[][] {
  const rate = (name: string) => `${Math.round(rounds.median(name, 'rate')).toLocaleString('en')}/s`;
  const ratio = (name: string, other: string) => rounds.ratio(name, other).toFixed(2);
  const slower = (name: string, other: string) => `${rounds.ratio(name, other, 'p50').toFixed(2)} times`;
  return [
    ['createTransaction', rate(names.single), '4,000/s on two cores of its own'],
    ['… to one TypeORM transaction a request', ratio(names.single, names.typeorm), 'at least 20'],
    ['… p99 to median', rounds.tail(names.single).toFixed(2), 'under 4'],
    ['… on two accounts, to spread ones', ratio(names.hotSingle, names.single), 'at least 0.8'],
    ['… PostgreSQL, to one TypeORM transaction', ratio(names.singlePostgres, names.typeormPostgres), 'at least 2'],
    ['… PostgreSQL, p99 to median', rounds.tail(names.singlePostgres).toFixed(2), 'under 4'],
    ['createTransactions of 50', rate(names.batch), '15,000/s on two cores of its own'],
    ['… to the journal writer alone', ratio(names.batch, names.alone), 'at least 0.9'],
    ['… on two accounts, to spread ones', ratio(names.hotBatch, names.batch), 'at least 0.8'],
    ['… PostgreSQL, to SQLite', ratio(names.batchPostgres, names.batch), 'at least 0.5'],
    ['large books, createTransaction to empty books', ratio(names.singleLarge, names.singleEmpty), 'at least 0.5'],
    ['large books, createTransactions to empty books', ratio(names.batchLarge, names.batchEmpty), 'at least 0.5'],
    ['large books, time of a balance', slower(names.balanceLarge, names.balanceSmall), 'within 1.5'],
    ['large books, time of a trial balance', slower(names.trialLarge, names.trialSmall), 'within 1.5'],
  ];
}
