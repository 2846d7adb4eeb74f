import { keyset, type OrderColumn, type Reader } from '../../database';
import type { PageRequest, Position } from '../../shared/pagination';
import type { KeptTransactions } from './kept-transactions';
import { conditionsOf, type ParsedFilter } from './transaction-filter';
import { EntryRow, transactionColumns, type TransactionRow } from './transaction-row';
import { OrderDirection, TransactionOrderField, type TransactionOrder } from './transaction.types';

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

/** With an account the list is read from that account's entries, whose index runs by date. */
function orderColumns(order: TransactionOrder, byAccount: boolean): OrderColumn[] {
  const descending = order.direction === OrderDirection.DESC;
  const column = (expression: string): OrderColumn => ({ expression, type: 'number', descending });
  switch (order.field) {
    case TransactionOrderField.DATE:
      return byAccount ? [column('e.date'), column('e.transaction_key')] : [column('t.date'), column('t.key')];
    case TransactionOrderField.NUMBER:
      return [column('t.number')];
    case TransactionOrderField.CREATED_AT:
      return [column('t.key')];
  }
}

export class TransactionRepository {
  constructor(
    private readonly reader: Reader,
    private readonly kept: KeptTransactions,
  ) {}

  async page(companyKey: number, filter: ParsedFilter, order: TransactionOrder, page: PageRequest): Promise<readonly TransactionRow[]> {
    const { from, where, parameters } = conditionsOf(companyKey, filter, this.reader.dialect);
    if (order.field === TransactionOrderField.NUMBER) where.push('t.number is not null');
    const { conditions, tail } = keyset(orderColumns(order, filter.accountKey !== undefined), page, parameters);
    const rest = `from ${from} where ${[...where, ...conditions].join(' and ')} ${tail}`;
    const json = await this.reader.rowsAsJson(transactionColumns, rest, parameters);
    return this.kept.page(JSON.stringify([rest, parameters]), json, page.limit);
  }

  async count(companyKey: number, filter: ParsedFilter, order: TransactionOrder): Promise<number> {
    const { from, where, parameters } = conditionsOf(companyKey, filter, this.reader.dialect);
    if (order.field === TransactionOrderField.NUMBER) where.push('t.number is not null');
    const rows = await this.reader.rows(['count(*)'], `from ${from} where ${where.join(' and ')}`, parameters);
    return rows[0]![0] as number;
  }

  byIds(ids: readonly string[]): Promise<TransactionRow[]> {
    return this.select('t.id', 'uuid', ids);
  }

  byKeys(keys: readonly number[]): Promise<TransactionRow[]> {
    return this.select('t.key', 'integer', keys);
  }

  /** The transactions that reverse those of the keys. */
  reversing(keys: readonly number[]): Promise<TransactionRow[]> {
    return this.select('t.reverses_key', 'integer', keys);
  }

  async voidReasons(keys: readonly number[]): Promise<[number, string | null][]> {
    const { dialect } = this.reader;
    const rest = `from transactions where key in ${dialect.list('?1', 'integer')}`;
    return (await this.reader.rows(['key', 'void_reason'], rest, [dialect.bindList(keys)])) as [number, string | null][];
  }

  /** The lines of many transactions, each list in its order. */
  async entriesOf(transactions: readonly TransactionRow[]): Promise<EntryRow[][]> {
    const { dialect } = this.reader;
    const byKey = new Map(transactions.map(({ key, id }) => [key, { id, entries: [] as EntryRow[] }]));
    const rows = await this.reader.rows(
      ['transaction_key', 'line', 'account_key', 'amount', 'currency', 'memo'],
      `from entries where transaction_key in ${dialect.list('?1', 'integer')} order by transaction_key, line`,
      [dialect.bindList([...byKey.keys()])],
    );
    for (const [key, line, accountKey, units, currency, memo] of rows as [number, number, number, number, string, string | null][]) {
      const { id, entries } = byKey.get(key)!;
      entries.push(new EntryRow(id, line, accountKey, units, currency, memo));
    }
    return transactions.map(({ key }) => byKey.get(key)!.entries);
  }

  private async select(column: string, type: 'uuid' | 'integer', values: readonly (string | number)[]): Promise<TransactionRow[]> {
    const { dialect } = this.reader;
    const rest = `from transactions t where ${column} in ${dialect.list('?1', type)}`;
    return this.rows(rest, [dialect.bindList(values)]);
  }

  private async rows(rest: string, parameters: readonly unknown[]): Promise<TransactionRow[]> {
    const rows = await this.reader.rows(transactionColumns, rest, parameters);
    return rows.map((cells) => this.kept.transaction(cells));
  }
}
