/**
 * What a journal cannot hold stands in a comment as a tag of this name, whose value is a JSON object of the JSON format's names:
 * `; open-ledger: {"code":"1000"}`.
 */
const exactTag = 'open-ledger';

const control = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Names of tags that mean something to hledger, or to our reader. */
const reserved = new Set(['date', 'date2', 'type', 'code', 'comment', 'amt', 'cur', 'desc', exactTag]);

/** Whether a text may stand as it is in the line of a transaction, which a journal ends or divides at some signs. */
export function isPlain(text: string): boolean {
  return text === plainened(text);
}

/** Whether a text may stand as it is in a comment: it holds neither a tag nor a date. */
export function isPlainComment(text: string): boolean {
  return isPlain(text) && !/[:[]/.test(text);
}

export function isPlainCode(text: string): boolean {
  return text !== '' && text === text.trim() && !control.test(text) && !text.includes(')');
}

/** Whether a text may be the name of a tag. */
export function isTagName(text: string): boolean {
  return /^\p{L}[\p{L}\p{N}_-]*$/u.test(text) && !reserved.has(text.toLowerCase());
}

/** Whether a text may be the value of a tag, which ends at a comma. */
export function isTagValue(value: unknown): value is string {
  return typeof value === 'string' && isPlainComment(value) && !value.includes(',');
}

/** A text that is not plain, as near to it as a journal has it. */
export function plainened(text: string): string {
  const near = text
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .replaceAll(';', ',')
    .replaceAll('|', '/')
    .trim()
    .replace(/^\(+/, '')
    .trim();
  return near || '-';
}

/** A comment with exact values. What journals read in comments (tags, dates, ends of line) is escaped in the texts. */
export function exactComment(values: object): string {
  const json = JSON.stringify(values).replace(/"(?:[^"\\]|\\.)*"/g, (text) => text.replace(hidden, escaped));
  return `; ${exactTag}: ${json}`;
}

const hidden = /[:[\];,\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u0085]/gu;

function escaped(character: string): string {
  return [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
}

/** The exact values of a comment; undefined where it holds none. @throws SyntaxError where they are no JSON object */
export function exactValuesOf(comment: string): Record<string, unknown> | undefined {
  const match = /^open-ledger:\s*(\{.*)$/.exec(comment);
  return match ? (JSON.parse(match[1]!) as Record<string, unknown>) : undefined;
}
