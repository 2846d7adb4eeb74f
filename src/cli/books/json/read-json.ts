import { UnreadableError, type ParsedBooks } from '../parsed-books';

/** Reads the JSON format. @throws UnreadableError with the line where the text stops being JSON */
export function readJson(text: string): ParsedBooks {
  try {
    return { content: JSON.parse(text) as unknown, placeOf: jsonPlace, problems: [], notes: [] };
  } catch (error) {
    throw new UnreadableError(`is no JSON${placeOfMistake((error as Error).message, text)}`);
  }
}

/** `transactions[12].entries[0].amount` */
export function jsonPlace(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
  return parts.join('').slice(1) || 'the file';
}

/** Node tells the position of a mistake in its message, but for files of a line or two. */
function placeOfMistake(message: string, text: string): string {
  const at = /at position (\d+)/.exec(message);
  if (at) return ` (line ${text.slice(0, Number(at[1])).split('\n').length})`;
  return message.includes('end of JSON') ? ' (it ends too early)' : '';
}
