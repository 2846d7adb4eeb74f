import { Option, type Command } from 'commander';
import { formatNames, formatOfFile, formats, type Format, type FormatName } from './books/formats';
import { exitCodes } from './failure';

export function formatOption(): Option {
  return new Option('--format <format>', "format of the books (default: as the file's name ends)").choices(formatNames);
}

/** The format that was named, or else that of the file's name. Ends the command where neither tells. */
export function chosenFormat(command: Command, named: FormatName | undefined, file: string): FormatName {
  const format = named ?? formatOfFile(file);
  if (format) return format;
  const ends = Object.values<Format>(formats).flatMap(({ extensions }) => extensions);
  return command.error(`error: say with --format what ${file} holds: its name ends in none of ${ends.join(', ')}`, {
    exitCode: exitCodes.usage,
  });
}
