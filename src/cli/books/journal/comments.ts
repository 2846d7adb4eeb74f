import { exactValuesOf } from './exact-values';

/** What the comment of a transaction says. */
export interface ReadComment {
  /** Tags without a value. */
  readonly tags: readonly string[];
  /** Tags with a value by their names. */
  readonly values: readonly (readonly [name: string, value: string])[];
  /** The lines that hold more than tags. */
  readonly lines: readonly string[];
  readonly exact: Record<string, unknown>;
}

/** `lines`: without the sign that makes them a comment. @throws SyntaxError where exact values are no JSON object */
export function readComment(lines: readonly string[]): ReadComment {
  const exact: Record<string, unknown>[] = [];
  const [tags, values, others]: [string[], [string, string][], string[]] = [[], [], []];
  for (const line of lines) {
    const found = exactValuesOf(line);
    if (found) {
      exact.push(found);
      continue;
    }
    let onlyTags = true;
    // As hledger has it: a tag is a word that ends in a colon, and its value ends at a comma or with the line.
    const rest = line.replace(/([^\s:,]+):(?:\s*([^,]*))?(?:,|$)/gu, (_whole, name: string, value = '') => {
      const text = (value as string).trim();
      if (text === '') tags.push(name);
      else values.push([name, text]);
      return '';
    });
    if (rest.trim() !== '') onlyTags = false;
    if (!onlyTags) others.push(line);
  }
  return { tags, values, lines: others, exact: Object.assign({}, ...exact) as Record<string, unknown> };
}

/** What is told of a posting for which `hasPostingDate` holds. */
export const otherDate = 'Postings with a date of their own are not taken.';

/** Whether the comment of a posting gives it another date than its transaction has. */
export function hasPostingDate(line: string): boolean {
  return /(^|[\s,])date:\s*\d/.test(line) || /\[\d[\d/.\-=]*\]/.test(line);
}
