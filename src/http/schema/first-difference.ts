const CONTEXT = 3;

/** The lines around the first one in which two texts differ, as a patch shows them; undefined where they are equal. */
export function firstDifference(present: string, expected: string): string | undefined {
  if (present === expected) return undefined;
  const [had, has] = [present.split('\n'), expected.split('\n')];
  const at = has.findIndex((line, index) => line !== had[index]);
  const start = at === -1 ? Math.min(had.length, has.length) : at;
  const before = has.slice(Math.max(0, start - CONTEXT), start).map((line) => `  ${line}`);
  const removed = had.slice(start, start + CONTEXT).map((line) => `- ${line}`);
  const added = has.slice(start, start + CONTEXT).map((line) => `+ ${line}`);
  return [`@@ line ${start + 1} @@`, ...before, ...removed, ...added].join('\n');
}
