import type { Outcome } from '../../database';
import { TransactionStatus } from '../transactions/transaction.types';
import { checkActiveAccounts, checkOpenCompany, checkOpenDate } from './book-rules';
import type { Done, PostCommand } from './commands';
import type { Desk } from './desk';
import type { Moment } from './moment';
import { done, refused } from './outcomes';
import { repeated } from './repeats';
import { seal } from './seal';
import { noDraft } from './status-rules';

/** Posts a draft, with another date where one is given. The accounts are looked at again: one may have been archived since it was drafted. */
export function decidePost(command: PostCommand, desk: Desk, { now }: Moment): Outcome<Done> {
  const earlier = repeated(command, desk);
  if (earlier) return earlier;
  const { book } = desk;
  const draft = desk.held.get(command.transactionKey)!;
  const { row, lines } = draft;
  const over = noDraft(row, ['input', 'id']);
  if (over) return refused([...command.violations.all, over]);
  const date = command.date ?? row.date;
  const violations = command.violations.copy();
  checkOpenCompany(book, ['input', 'id'], violations);
  checkOpenDate(book, date, ['input', 'date'], violations);
  checkActiveAccounts(lines.map(({ account }) => account), ['input', 'id'], violations); // prettier-ignore
  if (violations.all.length > 0) return refused(violations.all);
  const sealed = seal(book, { id: row.id, date, reverses: null, lines }, now);
  draft.change({ date, status: TransactionStatus.POSTED, ...sealed });
  desk.remember(command, draft.row, now);
  return done(draft.row);
}
