import { Command } from 'commander';
import type { Terminal } from './terminal';

const help = `
Settings come from the environment and from .env in this directory; the README
lists them. On the first start, with nothing configured, it makes a sandbox to
explore and prints the ways into it.

Example:
  $ PORT=8080 npx open-ledger serve

Exit codes: 0 stopped in order, 1 could not start, 2 wrong usage.`;

/** `open-ledger serve`: what npm start does after building. */
export function serveCommand(_terminal: Terminal): Command {
  return new Command('serve')
    .description('Serve the API until it is stopped; the database is migrated first.')
    .addHelpText('after', help)
    .action(async () => {
      // Loaded only here: other commands start faster without the server.
      const { start } = require('../main') as typeof import('../main');
      await start();
    });
}
