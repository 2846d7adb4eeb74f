import { Command } from 'commander';
import type { Terminal } from './terminal';
import { placeOf, withDatabase } from './with-database';

const help = `
The server does this by itself when it starts; the command is for those who
want it done before. DATABASE_URL names the database (default:
sqlite:data/open-ledger.sqlite).

Example:
  $ DATABASE_URL=postgres://ledger@127.0.0.1/ledger npx open-ledger migrate

Exit codes: 0 the database is up to date, 1 failed, 2 wrong usage.`;

const whenInUse = ['A server that runs has migrated the database when it started: there is nothing to do.'];

/** `open-ledger migrate`: the tables as this version needs them. */
export function migrateCommand(terminal: Terminal): Command {
  return new Command('migrate')
    .description('Bring the tables of the database to what this version needs.')
    .addHelpText('after', help)
    .action(async () => {
      const { done, place } = await withDatabase(whenInUse, async (database, settings) => ({
        done: database.migrationsRun,
        place: placeOf(settings.databaseUrl),
      }));
      terminal.out(done.length === 0 ? `${place} was up to date.` : [`Migrated ${place}:`, ...done.map((name) => `  ${name}`)].join('\n'));
    });
}
