import { EntryDirection } from '../../ledger';
import { formatDate } from '../../shared/dates';
import { MAX_PAGE } from '../../shared/pagination';
import { cellOf } from '../../shared/spreadsheet-text';
import type { GeneralLedgerPage } from '../general-ledger';
import type { Rows } from './statement-rows';

/** `kind, date, number, description, counterparty, memo, debit, credit, balance, currency`, page by page: memory holds one page. */
export async function* generalLedgerRows(page: (first: number, after: string | null) => Promise<GeneralLedgerPage>): AsyncGenerator<Rows> {
  let current = await page(MAX_PAGE, null);
  const { currency } = current.request;
  const balance = (name: string, { amount }: { amount: string }) => ['total', '', '', name, '', '', '', '', amount, currency];
  yield [
    ['kind', 'date', 'number', 'description', 'counterparty', 'memo', 'debit', 'credit', 'balance', 'currency'],
    balance('Opening balance', await current.periodOpeningBalance()),
  ];
  for (;;) {
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
  yield [balance('Closing balance', await current.periodClosingBalance())];
  const others = await current.otherCurrencies();
  if (others.length > 0) yield [['note', '', '', `Figures in other currencies are left out: ${others.join(', ')}`, '', '', '', '', '', '']];
}
