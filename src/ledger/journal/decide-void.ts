import type { Outcome } from '../../database';
import { TransactionStatus } from '../transactions/transaction.types';
import { checkOpenCompany } from './book-rules';
import type { Done, VoidCommand } from './commands';
import type { Desk } from './desk';
import type { Moment } from './moment';
import { done, refused } from './outcomes';
import { repeated } from './repeats';
import { noDraft } from './status-rules';

/** Gives up a draft. It may lie in closed books: it never was in any balance. */
export function decideVoid(command: VoidCommand, desk: Desk, { now }: Moment): Outcome<Done> {
  const earlier = repeated(command, desk);
  if (earlier) return earlier;
  const draft = desk.held.get(command.transactionKey)!;
  const over = noDraft(draft.row, ['input', 'id']);
  if (over) return refused([...command.violations.all, over]);
  const violations = command.violations.copy();
  checkOpenCompany(desk.book, ['input', 'id'], violations);
  if (violations.all.length > 0) return refused(violations.all);
  draft.change({ status: TransactionStatus.VOIDED });
  draft.voidReason = command.reason;
  desk.remember(command, draft.row, now);
  return done(draft.row);
}
