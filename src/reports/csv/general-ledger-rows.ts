import { EntryDirection } from '../../ledger';
import { formatDate } from '../../shared/dates';
import { money } from '../../shared/money';
import { MAX_PAGE } from '../../shared/pagination';
import { cellOf } from '../../shared/spreadsheet-text';
import type { GeneralLedgerPage } from '../general-ledger';
import type { Rows } from './statement-rows';

/**
 * `kind, date, number, description, counterparty, memo, debit, credit, balance, currency`, page by page: memory holds one page. Beside the
 * closing balance stands what was debited and credited in all.
 */
export async function* generalLedgerRows(page: (first: number, after: string | null) => Promise<GeneralLedgerPage>): AsyncGenerator<Rows> {
  let current = await page(MAX_PAGE, null);
  const { currency } = current.request;
  const balance = (name: string, { amount }: { amount: string }, debits = '', credits = '') =>
    ['total', '', '', name, '', '', debits, credits, amount, currency]; // prettier-ignore
  let [debited, credited] = [0n, 0n];
  yield [
    ['kind', 'date', 'number', 'description', 'counterparty', 'memo', 'debit', 'credit', 'balance', 'currency'],
    balance('Opening balance', await current.periodOpeningBalance()),
  ];
  for (;;) {
    for (const { entry } of current.nodes) {
      if (entry.units > 0) debited += BigInt(entry.units);
      else credited -= BigInt(entry.units);
    }
    yield current.nodes.map(({ transaction, entry, balance: after }) => {
      const debit = entry.direction === EntryDirection.DEBIT;
      const { date, number, description, counterparty } = transaction;
      const texts = [description, counterparty, entry.memo].map((text) => cellOf(text ?? ''));
      const amounts = [debit ? entry.amount.amount : '', debit ? '' : entry.amount.amount, after.amount];
      return ['line', formatDate(date), String(number), ...texts, ...amounts, currency];
    });
    const { hasNextPage, endCursor } = current.pageInfo;
    if (!hasNextPage) break;
    current = await page(MAX_PAGE, endCursor);
  }
  const sums = [debited, credited].map((units) => money(units, currency).amount);
  yield [balance('Closing balance', await current.periodClosingBalance(), ...sums)];
  const others = await current.otherCurrencies();
  if (others.length > 0) yield [['note', '', '', `Figures in other currencies are left out: ${others.join(', ')}`, '', '', '', '', '', '']];
}
