import { formatDate, instantOf } from '../../shared/dates';
import { cellOf } from '../../shared/spreadsheet-text';
import type { StatementChanges } from '../statement-changes';
import type { Rows } from './statement-rows';

const names = ['kind', 'section', 'account', 'name', 'number', 'date', 'posted', 'description', 'then', 'now', 'difference', 'currency'];

/**
 * The accounts that changed, then every line that was posted since, with what it adds on the normal side of its account: the lines of an
 * account add up to its difference.
 */
export async function* changesRows(changes: StatementChanges): AsyncGenerator<Rows> {
  const { currency } = changes;
  const accounts = changes.accounts.map(({ account, amountThen, amountNow, difference }) => {
    const amounts = [amountThen, amountNow, difference].map(({ amount }) => amount);
    return ['line', 'Changed accounts', cellOf(account.code), cellOf(account.name), '', '', '', '', ...amounts, currency];
  });
  yield [names, ...accounts];
  for await (const lines of changes.lines()) {
    yield lines.map(({ account, transaction: { number, date, postedAt, description }, difference }) => {
      const when = [String(number), formatDate(date), instantOf(postedAt)!, cellOf(description)];
      return ['line', 'Posted since', cellOf(account.code), cellOf(account.name), ...when, '', '', difference.amount, currency];
    });
  }
  const note = `Changes in other currencies are left out: ${changes.otherCurrencies.join(', ')}`;
  if (changes.otherCurrencies.length > 0) yield [['note', '', '', note, ...names.slice(4).map(() => '')]];
}
