import type { Dialect, OrderColumn } from '../../database';
import type { PageWindow, Position } from '../../shared/pagination';
import type { Path } from './transaction-conditions';
import type { NumberRange, ParsedFilter } from './transaction-filter';
import type { TransactionRow } from './transaction-row';
import { OrderDirection, TransactionOrderField, TransactionStatus, type TransactionOrder } from './transaction.types';

export const defaultOrder: TransactionOrder = { field: TransactionOrderField.DATE, direction: OrderDirection.DESC };

/** Where a row stands in an order: what its cursor holds. */
export function positionIn(order: TransactionOrder): (row: TransactionRow) => Position {
  switch (order.field) {
    case TransactionOrderField.DATE:
      return (row) => [row.date, row.key];
    case TransactionOrderField.NUMBER:
      return (row) => [row.number!];
    case TransactionOrderField.CREATED_AT:
      return (row) => [row.key];
  }
}

const alongOrder = (path: Path) => path === 'order' || path === 'order without dates' || path === 'block';

/** The company of a list whose key is the first parameter, said so that its own index is read along. */
export function companyCondition({ field }: TransactionOrder, path: Path, dialect: Dialect): string {
  const along = field === TransactionOrderField.CREATED_AT && alongOrder(path);
  return along ? dialect.leading('t.company_key', '?1').condition : 't.company_key = ?1';
}

/** The columns of an order, for rows that are read along a path. Behind a plus, its own index is not read instead. */
export function orderColumns(order: TransactionOrder, path: Path, dialect: Dialect): OrderColumn[] {
  const descending = order.direction === OrderDirection.DESC;
  const column = (expression: string): OrderColumn => ({ expression, type: 'number', descending });
  if (order.field === TransactionOrderField.DATE) {
    return path === 'account' ? [column('e.date'), column('e.transaction_key')] : [column('t.date'), column('t.key')];
  }
  // How common words are, PostgreSQL knows better than to be told.
  const name = `${alongOrder(path) || path === 'words' ? '' : '+'}${order.field === TransactionOrderField.NUMBER ? 't.number' : 't.key'}`;
  const named = order.field === TransactionOrderField.CREATED_AT && alongOrder(path) && dialect.leading('t.company_key', '?1').ordered;
  return [...(named ? [{ ...column('t.company_key'), constant: true }] : []), column(name)];
}

/** What of a filter an order leaves: only what is posted has a number. */
export function listedIn(order: TransactionOrder, filter: ParsedFilter): ParsedFilter {
  if (order.field !== TransactionOrderField.NUMBER) return filter;
  return { ...filter, status: (filter.status ?? [TransactionStatus.POSTED]).filter((status) => status === TransactionStatus.POSTED) };
}

/**
 * The filter without the ends of its ranges that the cursors of a page have passed. SQLite reads an index from one end only, and
 * would take that of the range.
 */
export function pastCursors(order: TransactionOrder, filter: ParsedFilter, { after, before }: PageWindow): ParsedFilter {
  const [upper, lower] = order.direction === OrderDirection.DESC ? [after?.[0], before?.[0]] : [before?.[0], after?.[0]];
  if (order.field === TransactionOrderField.NUMBER) return { ...filter, numbers: filter.numbers && narrowed(filter.numbers, lower, upper) };
  if (order.field !== TransactionOrderField.DATE) return filter;
  return {
    ...filter,
    dateTo: typeof upper === 'number' && upper <= (filter.dateTo ?? 0) ? undefined : filter.dateTo,
    dateFrom: typeof lower === 'number' && filter.dateFrom && lower >= filter.dateFrom ? undefined : filter.dateFrom,
  };
}

function narrowed({ after, through }: NumberRange, lower: string | number | undefined, upper: string | number | undefined): NumberRange {
  return {
    after: typeof lower === 'number' ? Math.max(after, lower) : after,
    through: typeof upper === 'number' ? Math.min(through, upper - 1) : through,
  };
}
