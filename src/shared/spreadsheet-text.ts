/**
 * Spreadsheets run a cell that begins with =, +, -, @ (also in full width), a tab or an end of line as a formula. Such a text is written
 * with an apostrophe before it (OWASP, CSV injection), and read without. A text that has apostrophes before such a character gets one
 * more, so that every text comes back as it was.
 */
const formula = /^'*[=+\-@＝＋－＠\t\r\n]/u;

/** For texts that somebody chose, never for amounts. */
export function cellOf(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

export function textOf(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}
