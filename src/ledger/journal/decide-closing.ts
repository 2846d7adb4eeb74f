import type { Outcome } from '../../database';
import { formatDate } from '../../shared/dates';
import { Violations } from '../../shared/violations';
import { checkOpenCompany } from './book-rules';
import type { CloseCommand, ReopenCommand } from './commands';
import type { Closing, Desk } from './desk';
import type { Moment } from './moment';
import { refused } from './outcomes';

/** Moves the day through which the books are closed forwards. Drafts in the period stay; they can be posted with a later date. */
export function decideClose({ through, by }: CloseCommand, desk: Desk, { now }: Moment): Outcome<null> {
  const { closedThrough } = desk.book;
  const violations = new Violations();
  checkOpenCompany(desk.book, ['input', 'companyId'], violations);
  if (through < closedThrough) {
    const message = `The books are closed through ${formatDate(closedThrough)} already; to open a part of that again, reopen them.`;
    violations.add(['input', 'through'], 'BOOKS_CLOSED', message);
  }
  if (violations.all.length > 0) return refused(violations.all);
  return closeThrough(desk, { through, reason: null, by, at: now });
}

/** Moves that day backwards, or takes it away. */
export function decideReopen({ through, reason, by, violations: broken }: ReopenCommand, desk: Desk, { now }: Moment): Outcome<null> {
  const { closedThrough } = desk.book;
  const violations = broken.copy();
  checkOpenCompany(desk.book, ['input', 'companyId'], violations);
  if (through !== null && through > closedThrough) {
    const state = closedThrough === 0 ? 'not closed' : `closed through ${formatDate(closedThrough)} only`;
    violations.add(['input', 'through'], 'NOT_CLOSED', `The books are ${state}; to close them further, use closeBooks.`);
  }
  if (violations.all.length > 0) return refused(violations.all);
  return closeThrough(desk, { through, reason, by, at: now });
}

/** What was asked for before changes nothing: a repeat after a lost answer is no mistake. */
function closeThrough(desk: Desk, closing: Omit<Closing, 'lastNumber'>): Outcome<null> {
  const { book } = desk;
  const closedThrough = closing.through ?? 0;
  if (closedThrough !== book.closedThrough) {
    Object.assign(book, { closedThrough, revision: book.revision + 1, moved: true } satisfies Partial<typeof book>);
    desk.closings.push({ ...closing, lastNumber: book.lastNumber });
  }
  return { ok: true, value: null };
}
