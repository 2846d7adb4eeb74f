import type { Outcome } from '../../database';
import { dateAt } from '../../shared/dates';
import type { Violation } from '../../shared/errors';
import { tagsAsText } from '../transactions/check-details';
import type { TransactionRow } from '../transactions/transaction-row';
import { TransactionStatus } from '../transactions/transaction.types';
import { checkOpenCompany, checkOpenDate } from './book-rules';
import type { Reversed, ReverseCommand } from './commands';
import type { Desk, HeldTransaction } from './desk';
import type { Moment } from './moment';
import { newTransaction } from './new-transaction';
import { refused } from './outcomes';
import { repeated } from './repeats';

const MAX_DESCRIPTION = 500;

/**
 * Posts the opposite of a posted transaction, once. Accounts that were archived since take it all the same: it is how a mistake on them
 * is mended, and brings them nothing new.
 */
export function decideReversal(command: ReverseCommand, desk: Desk, moment: Moment): Outcome<Reversed> {
  const { book } = desk;
  const held = desk.held.get(command.transactionKey)!;
  const { row, lines } = held;
  const earlier = repeated(command, desk);
  if (earlier) return earlier.ok ? { ok: true, value: { ...earlier.value, reversed: row } } : earlier;
  const irreversible = noReversal(held);
  if (irreversible) return refused([...command.violations.all, irreversible]);
  const date = command.date ?? dateAt(moment.now);
  const violations = command.violations.copy();
  checkOpenCompany(book, ['input', 'id'], violations);
  checkOpenDate(book, date, ['input', 'date'], violations);
  if (violations.all.length > 0) return refused(violations.all);
  const reversal = newTransaction(
    book,
    {
      date,
      status: TransactionStatus.POSTED,
      description: command.description ?? usualDescription(row),
      counterparty: row.counterparty,
      externalId: null,
      // Whoever adds up by tag finds both, and nothing remains.
      tags: tagsAsText(row.tags),
      metadata: null,
      lines: lines.map((line) => ({ ...line, units: -line.units })),
      reverses: row,
    },
    moment,
  );
  desk.write(reversal);
  held.reversedBy = reversal.row.number;
  desk.remember(command, reversal.row, moment.now);
  return { ok: true, value: { transaction: reversal.row, reversed: row, replayed: false } };
}

/** Why a transaction cannot be reversed, if so. */
function noReversal({ row, reversedBy }: HeldTransaction): Violation | undefined {
  const path = ['input', 'id'];
  switch (row.status) {
    case TransactionStatus.PENDING:
      return { code: 'NOT_POSTED', message: 'Only a posted transaction can be reversed; this one is a draft: edit or void it.', path };
    case TransactionStatus.VOIDED:
      return { code: 'ALREADY_VOIDED', message: 'The transaction is voided: there is nothing to reverse.', path };
    case TransactionStatus.POSTED:
      if (reversedBy === null) return undefined;
      return { code: 'ALREADY_REVERSED', message: `The transaction has been reversed before, by number ${reversedBy}.`, path };
  }
}

function usualDescription({ number, description }: TransactionRow): string {
  const text = `Reversal of #${number}: ${description}`;
  if (text.length <= MAX_DESCRIPTION) return text;
  // Not through the middle of a surrogate pair.
  return `${text.slice(0, MAX_DESCRIPTION - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
