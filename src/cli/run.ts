import { Command, CommanderError } from 'commander';
import { createAdminCommand } from './create-admin';
import { exportCommand } from './export';
import { CliError, exitCodes } from './failure';
import { importCommand } from './import';
import { migrateCommand } from './migrate';
import { reportCommand } from './report';
import { rotateKeysCommand } from './rotate-keys';
import { serveCommand } from './serve';
import type { Terminal } from './terminal';
import { verifyCommand } from './verify';

const help = `
Exit codes: 0 done, 1 failed or refused, 2 wrong usage.`;

/** Runs the command line with the arguments of a user, and answers its exit code. Nothing it prints shows a stack. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await programFor(terminal).parseAsync(args, { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    return failed(error, terminal);
  }
}

function programFor(terminal: Terminal): Command {
  const program = new Command('open-ledger')
    .description('A self-hosted accounting ledger behind a GraphQL API.')
    .addHelpText('after', help);
  for (const make of [
    serveCommand,
    migrateCommand,
    createAdminCommand,
    rotateKeysCommand,
    importCommand,
    exportCommand,
    reportCommand,
    verifyCommand,
  ])
    program.addCommand(make(terminal));
  for (const command of [program, ...program.commands.flatMap((each) => [each, ...each.commands])]) {
    command
      .exitOverride()
      .showHelpAfterError(`Run open-ledger ${pathOf(command)}--help to see how it is used.`)
      .configureOutput({ writeOut: (text) => terminal.out(text.trimEnd()), writeErr: (text) => terminal.err(text.trimEnd()) });
  }
  return program;
}

/** Its name after those of the commands that it belongs to, each with a space behind it; nothing for the program itself. */
function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)}${command.name()} ` : '';
}

function failed(error: unknown, terminal: Terminal): number {
  // Commander has printed its own message by now; help that was asked for is no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  const { message } = error as Error;
  terminal.err(`open-ledger: ${message}`);
  if (!(error instanceof CliError)) return exitCodes.failed;
  for (const line of error.advice) terminal.err(`  ${line}`);
  return error.exitCode;
}
