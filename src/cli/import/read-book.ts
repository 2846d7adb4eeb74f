import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Book } from '../books/book';
import { checkBook } from '../books/check-book';
import { formats, type FormatName } from '../books/formats';
import { UnreadableError, type ParsedBooks, type Problem, type ReadOptions } from '../books/parsed-books';
import { CliError } from '../failure';

/** More problems than a person reads; the number of all is told. */
const SHOWN = 200;

const theFormats = 'docs/formats.md describes the formats.';

export interface ReadBook {
  readonly book: Book;
  /** What was left out and does no harm to the books. */
  readonly notes: readonly string[];
}

/** @throws CliError where the file cannot be read, is not of the format, or breaks its rules: then with every problem and its place. */
export async function readBook(file: string, format: FormatName, options: ReadOptions = {}): Promise<ReadBook> {
  const name = file === '-' ? 'The standard input' : file;
  const { content, placeOf, problems: unread, notes } = parse((await read(file)).replace(/^\uFEFF/, ''), format, options, name);
  const checked = checkBook(content, placeOf);
  const problems = [...unread, ...checked.problems];
  if ('book' in checked && problems.length === 0) return { book: checked.book, notes };
  throw new CliError(`${name} has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}, and nothing was sent:`, [
    ...linesOf(problems),
    theFormats,
  ]);
}

function linesOf(problems: readonly Problem[]): string[] {
  const lines = problems.slice(0, SHOWN).map(({ place, message }) => `${place}: ${message}`);
  return problems.length > SHOWN ? [...lines, `… and ${problems.length - SHOWN} more`] : lines;
}

function parse(content: string, format: FormatName, options: ReadOptions, name: string): ParsedBooks {
  try {
    return formats[format].read(content, options);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    throw new CliError(`${name} ${error.message}, and nothing was sent.`, [theFormats]);
  }
}

async function read(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reasons: Record<string, string> = {
      ENOENT: 'there is no such file',
      EISDIR: 'it is a directory',
      EACCES: 'this user may not read it',
    };
    throw new CliError(`Cannot read ${file}: ${reasons[code ?? ''] ?? code ?? 'it is too large'}.`);
  }
}
