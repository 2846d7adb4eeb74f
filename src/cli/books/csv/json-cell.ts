import type { Problem } from '../parsed-books';

/** The value of a cell that holds JSON; undefined, and a problem, where it holds none. */
export function jsonCell(text: string, place: string, problems: Problem[]): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    problems.push({ place, message: 'This is no JSON.' });
    return undefined;
  }
}
