import { keyset, textIndexOf, versionOfCompany, type Reader } from '../../database';
import type { PageRequest } from '../../shared/pagination';
import type { KeptTransactions } from './kept-transactions';
import { conditionsOf, searches, type Path } from './transaction-conditions';
import type { ParsedFilter } from './transaction-filter';
import { listedIn, orderColumns, pastCursors } from './transaction-order';
import { EntryRow, transactionColumns, type TransactionRow } from './transaction-row';
import { TransactionOrderField, TransactionStatus, type TransactionOrder } from './transaction.types';

/** Rows that are sorted in a few milliseconds. Where more are found, a page of them turns up soon along any order. */
const FEW = 2_000;

const LAST_DATE = 99_991_231;

/** The path that suits a filter in the order of dates, and where all that it finds is counted. */
function naturalPath(filter: ParsedFilter): Path {
  if (filter.status && !filter.status.includes(TransactionStatus.POSTED)) return 'drafts';
  if (searches(filter)) return 'words';
  if (filter.accountKey !== undefined) return 'account';
  if (filter.numbers) return 'order without dates';
  return filter.dateFrom || filter.dateTo ? 'dates' : 'order';
}

const findsNothing = (filter: ParsedFilter) => filter.findsNothing || filter.status?.length === 0;

export class TransactionRepository {
  constructor(
    private readonly reader: Reader,
    private readonly kept: KeptTransactions,
  ) {}

  async page(companyKey: number, filter: ParsedFilter, order: TransactionOrder, page: PageRequest): Promise<readonly TransactionRow[]> {
    const listed = pastCursors(order, listedIn(order, filter), page);
    if (findsNothing(listed)) return [];
    const path = await this.pathOf(companyKey, listed, order);
    const { dialect } = this.reader;
    const { from, where, parameters } = conditionsOf(companyKey, listed, path, dialect);
    const { conditions, tail } = keyset(dialect, orderColumns(order, path), page, parameters, this.packed(order, path));
    const rest = `from ${from} where ${[...where, ...conditions].join(' and ')} ${tail}`;
    const asked = JSON.stringify([rest, parameters]);
    const known = this.kept.page(asked);
    const query = { columns: transactionColumns, rest, parameters };
    const { version, rows } = await this.reader.rowsUnlessKnown(query, versionOfCompany(companyKey), known?.version ?? undefined);
    return rows === null ? known!.rows : this.kept.pageRead(asked, version, rows, page.limit);
  }

  async count(companyKey: number, filter: ParsedFilter, order: TransactionOrder): Promise<number> {
    const listed = listedIn(order, filter);
    if (findsNothing(listed)) return 0;
    const path = naturalPath(listed);
    const { from, where, parameters } = conditionsOf(companyKey, listed, path, this.reader.dialect);
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

  private async pathOf(companyKey: number, filter: ParsedFilter, order: TransactionOrder): Promise<Path> {
    const path = naturalPath(filter);
    switch (path) {
      case 'words':
        return filter.accountKey !== undefined && (await this.findsFew(companyKey, filter)) ? 'account' : path;
      case 'account':
      case 'dates':
        return order.field === TransactionOrderField.DATE || (await this.findsFew(companyKey, filter)) ? path : 'order without dates';
      default:
        return path;
    }
  }

  private packed(order: TransactionOrder, path: Path) {
    return path === 'words' && order.field === TransactionOrderField.DATE ? textIndexOf(this.reader.dialect).position : undefined;
  }

  /** Whether the account or the dates of a filter leave so few rows that these are sorted sooner than an order is walked. */
  private async findsFew(companyKey: number, { accountKey, dateFrom, dateTo }: ParsedFilter): Promise<boolean> {
    const [table, column, key] =
      accountKey === undefined ? ['transactions', 'company_key', companyKey] : ['entries', 'account_key', accountKey];
    const found = await this.reader.rows(
      ['count(*)'],
      `from (select 1 from ${table} where ${column} = ?1 and date between ?2 and ?3 limit ${FEW + 1}) as found`,
      [key, dateFrom ?? 0, dateTo ?? LAST_DATE],
    );
    return (found[0]![0] as number) <= FEW;
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
