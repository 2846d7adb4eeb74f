/**
 * Spreadsheets run a cell that begins with =, +, -, @ (also in full width), a tab or an end of line as a formula. Such a text is written
 * with an apostrophe before it (OWASP, CSV injection), and read without. A text that has apostrophes before such a character gets one
 * more, so that every text comes back as it was.
 */
const formula = /^'*[=+\-@＝＋－＠\t\r\n]/u;

export function cellOf(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

export function textOf(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}

/** Labels with ; between them where that says it all, else as a JSON array. */
export function cellOfTags(tags: readonly string[]): string {
  const plain = tags.every((tag) => tag === tag.trim() && !tag.includes(';')) && !tags[0]?.startsWith('[');
  return plain ? tags.join('; ') : JSON.stringify(tags);
}

/** @throws SyntaxError where an array is opened and is none */
export function tagsOf(text: string): unknown {
  if (text.startsWith('[')) return JSON.parse(text) as unknown;
  return text
    .split(';')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}
