import type { Outcome } from '../../database';
import type { PreparedUpdate } from '../transactions/prepare-update';
import type { TransactionRow } from '../transactions/transaction-row';
import { TransactionStatus } from '../transactions/transaction.types';
import { checkAccounts, checkOpenCompany, checkOpenDate, decidedLines } from './book-rules';
import type { Done, UpdateCommand } from './commands';
import type { Desk } from './desk';
import { done, refused } from './outcomes';
import { noDraft } from './status-rules';

/** Changes a draft, or what is said about a posted transaction. What was left out stays as it is. */
export function decideUpdate({ transactionKey, update }: UpdateCommand, desk: Desk): Outcome<Done> {
  const { book } = desk;
  const held = desk.held.get(transactionKey)!;
  const violations = update.violations.copy();
  checkOpenCompany(book, ['input', 'id'], violations);
  const sealed = sealedParts(held.row, update).map((part) => noDraft(held.row, ['input', part])!);
  if (sealed.length > 0) return refused([...violations.all, ...sealed]);
  if (update.date !== undefined) checkOpenDate(book, update.date, ['input', 'date'], violations);
  if (update.lines) checkAccounts(book, update.lines, ['input'], violations);
  if (violations.all.length > 0) return refused(violations.all);
  held.change({ date: update.date ?? held.row.date, ...update.details }, update.lines && decidedLines(update.lines, book));
  return done(held.row);
}

/** The parts of the input that this transaction takes no more: a voided one nothing, a posted one neither date nor entries. */
function sealedParts({ status }: TransactionRow, { date, lines }: PreparedUpdate): string[] {
  switch (status) {
    case TransactionStatus.PENDING:
      return [];
    case TransactionStatus.POSTED:
      return [...(date === undefined ? [] : ['date']), ...(lines ? ['entries'] : [])];
    case TransactionStatus.VOIDED:
      return ['id'];
  }
}
