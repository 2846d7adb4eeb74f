import { AsyncLocalStorage } from 'node:async_hooks';

/** How many statements a piece of work has sent to the database to read. */
export interface StatementCount {
  count: number;
}

const counts = new AsyncLocalStorage<StatementCount>();

/** Runs a piece of work, and counts the statements by which it reads. What the writer commits for many at once is nobody's. */
export function countStatements<T>(count: StatementCount, work: () => T): T {
  return counts.run(count, work);
}

/** Called for each statement of a reader. */
export function statementSent(): void {
  const count = counts.getStore();
  if (count) count.count += 1;
}
