import type { Problem } from '../parsed-books';

/** What cannot be taken from a journal, each told once with all lines that it stands in. */
export class ProblemList {
  private readonly lines = new Map<string, number[]>();

  /** Answers undefined, which stands for what could not be read. */
  add(line: number, message: string): undefined {
    const known = this.lines.get(message);
    if (known === undefined) this.lines.set(message, [line]);
    else if (known.at(-1) !== line) known.push(line);
    return undefined;
  }

  get all(): Problem[] {
    const inOrder = [...this.lines].sort(([, one], [, other]) => one[0]! - other[0]!);
    return inOrder.map(([message, lines]) => ({ place: linesText(lines), message }));
  }
}

/** `line 3`, or `lines 3, 9 and 12` */
export function linesText(lines: readonly number[]): string {
  if (lines.length === 1) return `line ${lines[0]}`;
  return `lines ${lines.slice(0, -1).join(', ')} and ${lines.at(-1)}`;
}
