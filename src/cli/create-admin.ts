import { Command, InvalidArgumentError, Option } from 'commander';
import { systemClock } from '../shared/clock';
import type { Terminal } from './terminal';
import { withDatabase } from './with-database';

const help = `
It opens the database that DATABASE_URL names (default:
sqlite:data/open-ledger.sqlite) without a server. SQLite has room for one
process: stop the server first. The secret is shown this once.

Example:
  $ npx open-ledger create-admin --name "Mara Lindholm"

Exit codes: 0 made, 1 failed, 2 wrong usage.`;

const whenInUse = [
  'With the server running, an ADMIN makes others through the API: createDeveloper with roles: ["ADMIN"], then createCredential.',
];

/** `open-ledger create-admin`: the first ADMIN of a server, or a new way in for who has lost every other. */
export function createAdminCommand(terminal: Terminal): Command {
  return new Command('create-admin')
    .description('Make a developer with the role ADMIN, and print its client id and secret.')
    .addOption(new Option('--name <name>', 'name of the developer').default('Admin').argParser(named))
    .addHelpText('after', help)
    .action(async ({ name }: { name: string }) => {
      const { clientId, clientSecret } = await withDatabase(whenInUse, async (database) => {
        const { createDevelopers } = require('../developers') as typeof import('../developers');
        // A new ADMIN has access to every company, and so to none in particular; nobody else is here to be told of it.
        const companies = { keyOf: async () => undefined };
        const access = { onChange: () => undefined, changed: () => undefined };
        const feature = createDevelopers({ database, clock: systemClock, companies, access, outsideIssuers: [], quotaForAll: null });
        try {
          return await feature.developers.createAdmin({ name, label: 'Command line' });
        } finally {
          await feature.close();
        }
      });
      terminal.out(
        ['Made an ADMIN. Its secret is shown this once:', '', `  Client id      ${clientId}`, `  Client secret  ${clientSecret}`].join(
          '\n',
        ),
      );
    });
}

function named(value: string): string {
  if (value.trim() === '' || value.length > 200) throw new InvalidArgumentError('It must be a text of 1 to 200 characters.');
  return value;
}
