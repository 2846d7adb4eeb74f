import { indexedRow, textIndexOf, type WriteTransaction } from '../../database';
import { searchTerms } from '../../shared/search-terms';
import type { TransactionRow } from '../transactions/transaction-row';
import type { DecidedLine, HeldTransaction, NewTransaction } from './desk';

interface Indexed {
  readonly row: TransactionRow;
  readonly lines: readonly DecidedLine[];
}

/** Keeps the full-text index in step: what is new is added, and what is said anew or dated anew is taken out as it was and added again. */
export function writeWords(transaction: WriteTransaction, written: readonly NewTransaction[], held: readonly HeldTransaction[]): void {
  const { add, remove } = textIndexOf(transaction.dialect);
  const given = transaction.dialect.given(indexedRow);
  const run = (statement: string, rows: readonly Indexed[]) => {
    if (rows.length > 0) transaction.later(statement, transaction.dialect.bindRows(indexedRow, indexRows(rows)));
  };
  const reworded = held.filter(isReworded);
  run(
    remove(given),
    reworded.map(({ before, linesBefore }) => ({ row: before, lines: linesBefore })),
  );
  run(add(given), [...written, ...reworded]);
}

function isReworded({ before, linesBefore, row, lines }: HeldTransaction): boolean {
  const anew = row.description !== before.description || row.counterparty !== before.counterparty;
  return anew || row.date !== before.date || lines !== linesBefore;
}

function indexRows(transactions: readonly Indexed[]): unknown[][] {
  const sorted = [...transactions].sort((a, b) => a.row.date - b.row.date || a.row.key - b.row.key);
  return sorted.map(({ row: { key, companyKey, date, description, counterparty }, lines }) => [
    date,
    key,
    searchTerms(companyKey, { description, counterparty, memos: lines.map(({ memo }) => memo) }),
  ]);
}
