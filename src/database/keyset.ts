import { AppError } from '../shared/errors';
import type { PageWindow } from '../shared/pagination';
import type { Dialect } from './engine';

/** One column of an order: the SQL expression, what it holds, and the way it runs. The last one must be unique. */
export interface OrderColumn {
  readonly expression: string;
  readonly type: 'number' | 'string';
  readonly descending: boolean;
  /** It is the same in every row, and there to name an index: nothing is compared with it. */
  readonly constant?: boolean;
}

/** The columns of an order in a single one, which runs as they do. */
export interface Packed {
  readonly column: string;
  /** The value of the column for values of the order's columns. */
  of(...values: string[]): string;
}

/** SQL for one page of a list: what to add to WHERE, and the ORDER BY with its LIMIT. Values are pushed onto `parameters`. */
export interface KeysetClause {
  readonly conditions: readonly string[];
  readonly order: string;
  /** The order and the limit. */
  readonly tail: string;
}

/**
 * Pages by position, not by offset: a page costs the same wherever it lies, and stays put while new rows arrive.
 * All columns must run the same way (as they do for every order we offer), so that the condition is one row comparison,
 * which both engines answer from an index.
 * @throws AppError BAD_USER_INPUT for a cursor that was tampered with.
 */
export function keyset(
  dialect: Dialect,
  order: readonly OrderColumn[],
  page: PageWindow,
  parameters: unknown[],
  packed?: Packed,
): KeysetClause {
  const held = order.filter(({ constant }) => !constant);
  const columns = packed ? [packed.column] : held.map((column) => column.expression);
  const ordered = packed ? columns : order.map((column) => column.expression);
  const descending = order[0]!.descending;
  const backward = page.direction === 'backward';
  const conditions: string[] = [];
  const bound = (position: readonly unknown[] | undefined, comparison: '<' | '>') => {
    if (!position) return;
    const sound = position.length === held.length && position.every((value, index) => typeof value === held[index]!.type);
    if (!sound) throw new AppError('BAD_USER_INPUT', 'This cursor was not made by this list.');
    const marks = position.map((value) => {
      const placeholder = `?${parameters.push(value)}`;
      return typeof value === 'number' ? dialect.position(placeholder) : placeholder;
    });
    const values = packed ? [packed.of(...marks)] : marks;
    conditions.push(
      columns.length === 1 ? `${columns[0]} ${comparison} ${values[0]}` : `(${columns.join(', ')}) ${comparison} (${values.join(', ')})`,
    );
  };
  bound(page.after, descending ? '<' : '>');
  bound(page.before, descending ? '>' : '<');
  const way = descending !== backward ? 'desc' : 'asc';
  const clause = `order by ${ordered.map((column) => `${column} ${way}`).join(', ')}`;
  return { conditions, order: clause, tail: `${clause} limit ?${parameters.push(page.limit + 1)}` };
}
