import { Command } from 'commander';
import { systemClock } from '../shared/clock';
import type { RotationByHand } from '../auth';
import type { Terminal } from './terminal';
import { withDatabase } from './with-database';

const help = `
The next key is published at once, signs twenty minutes later, when everybody
who checks tokens knows it, and the key before is published until its last
token has expired. No token is refused on the way. Servers do the same by
themselves every SIGNING_KEY_ROTATION_DAYS.

With --now, for keys that somebody else may have: a new key signs at once, and
all others are gone. Every token so far is refused, within two seconds by each
server; clients get new ones with their credentials.

Servers on the same PostgreSQL go on running. SQLite has room for one process:
stop the server first.

Examples:
  $ npx open-ledger rotate-keys
  $ npx open-ledger rotate-keys --now

Exit codes: 0 rotated, or the next key waits already, 1 failed, 2 wrong usage.`;

const whenInUse = ['SQLite has room for one process: stop the server, rotate, and start it again.'];

/** `open-ledger rotate-keys`: the next signing key before its time, or a new one at once. */
export function rotateKeysCommand(terminal: Terminal): Command {
  return new Command('rotate-keys')
    .description('Make the next key that tokens are signed with, or at once a new one in place of all others.')
    .option('--now', 'the new key signs at once, and what other keys signed is refused')
    .addHelpText('after', help)
    .action(async ({ now: atOnce = false }: { readonly now?: boolean }) => {
      const rotation = await withDatabase(whenInUse, (database, settings) => {
        const { rotateByHand } = require('../auth') as typeof import('../auth');
        return rotateByHand({ database, secrets: settings.signingKeysSecrets, clock: systemClock }, { atOnce });
      });
      terminal.out([headingOf(rotation, atOnce), '', ...rowsOf(rotation)].join('\n'));
    });
}

function headingOf({ made }: RotationByHand, atOnce: boolean): string {
  if (made === undefined) return 'The next signing key is published already, and waits for its time. Nothing has changed:';
  return atOnce ? 'A new signing key signs from now on, and is the only one:' : 'The next signing key is published:';
}

function rowsOf({ keys }: RotationByHand): string[] {
  const columns = (...[kid, from, until]: string[]) => `  ${kid!.padEnd(43)}  ${from!.padEnd(20)}  ${until}`;
  const time = (instant: number) => new Date(instant).toISOString().replace(/\.\d+/, '');
  return [
    columns('Key id', 'Signs from', 'Published until'),
    ...keys.map(({ kid, activatesAt, retiresAt }) =>
      columns(kid, time(activatesAt), retiresAt === null ? 'the next is made' : time(retiresAt)),
    ),
  ];
}
