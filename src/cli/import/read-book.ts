import { readFile } from 'node:fs/promises';
import { CliError } from '../failure';
import type { Book } from './book-format';
import { checkBook } from './check-book';

/** More problems than a person reads; the number of all is told. */
const SHOWN = 200;

/** @throws CliError where the file cannot be read, is no JSON, or breaks rules of the format: then with every problem and its place. */
export async function readBook(file: string): Promise<Book> {
  const checked = checkBook(parse(await read(file), file));
  if ('book' in checked) return checked.book;
  const { problems } = checked;
  const lines = problems.slice(0, SHOWN).map(({ place, message }) => `${place}: ${message}`);
  if (problems.length > SHOWN) lines.push(`… and ${problems.length - SHOWN} more`);
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  throw new CliError(`${file} has ${count}, and nothing was sent:`, [...lines, 'The format is described in docs/import-format.md.']);
}

async function read(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
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

function parse(content: string, file: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    throw new CliError(`${file} is no JSON${placeOf((error as Error).message, content)}, and nothing was sent.`, [
      'The format is described in docs/import-format.md.',
    ]);
  }
}

/** Node tells the position of a mistake in its message, but for files of a line or two. */
function placeOf(message: string, content: string): string {
  const at = /at position (\d+)/.exec(message);
  if (at) return ` (line ${content.slice(0, Number(at[1])).split('\n').length})`;
  return message.includes('end of JSON') ? ' (it ends too early)' : '';
}
