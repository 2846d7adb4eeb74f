import { keyset, textIndexOf, versionOfCompany, type Parents, type Reader } from '../../database';
import type { PageWindow } from '../../shared/pagination';
import type { KeptTransactions } from './kept-transactions';
import { asksForWordsAlone, blockOf, conditionsOf, parentsOf, searches, type Path } from './transaction-conditions';
import type { ParsedFilter } from './transaction-filter';
import { companyCondition, listedIn, orderColumns, pastCursors } from './transaction-order';
import { EntryRow, transactionColumns, type TransactionRow } from './transaction-row';
import { TransactionOrderField, TransactionStatus, type TransactionOrder } from './transaction.types';

/** Rows that are sorted in a few milliseconds. Where more are found, a page of them turns up soon along any order. */
const FEW = 2_000;

const LAST_DATE = 99_991_231;

/**
 * How many rows of an order are looked through for words before these are looked up in their index; the larger block where the smaller one
 * has so many that it is likely to fill a page.
 */
const BLOCKS = [
  { size: 500, atLeast: 0 },
  { size: 5_000, atLeast: 5 },
];

/** The path that suits a filter in the order of dates, and where all that it finds is counted. */
function naturalPath(filter: ParsedFilter): Path {
  if (filter.status && !filter.status.includes(TransactionStatus.POSTED)) return 'drafts';
  if (searches(filter)) return 'words';
  if (filter.accountKey !== undefined) return 'account';
  if (filter.numbers) return 'order without dates';
  return filter.dateFrom || filter.dateTo ? 'dates' : 'order';
}

/** The paths of what may be few rows or many: the few are sorted, the many walked past. */
function choiceOf(path: Path, filter: ParsedFilter, order: TransactionOrder): { readonly few: Path; readonly many: Path } | undefined {
  if (path === 'words' && filter.accountKey !== undefined) return { few: 'account', many: path };
  if ((path === 'account' || path === 'dates') && order.field !== TransactionOrderField.DATE)
    return { few: path, many: 'order without dates' };
  return undefined;
}

type Page = readonly TransactionRow[];

const findsNothing = (filter: ParsedFilter) => filter.findsNothing || filter.status?.length === 0;

export class TransactionRepository {
  constructor(
    private readonly reader: Reader,
    private readonly kept: KeptTransactions,
  ) {}

  /** A page of the list of each company: a statement for each path that their rows are read along. */
  async pages(companyKeys: readonly number[], filter: ParsedFilter, order: TransactionOrder, page: PageWindow): Promise<Page[]> {
    const listed = pastCursors(order, listedIn(order, filter), page);
    if (findsNothing(listed)) return companyKeys.map(() => []);
    const paths = await this.pathsOf(companyKeys, listed, order);
    const read = new Map<number, Page>();
    for (const path of new Set(paths)) {
      const along = companyKeys.filter((_, index) => paths[index] === path);
      const pages = path === 'block' ? this.pagesOfWords(along, listed, order, page) : this.pagesAlong(path, along, listed, order, page);
      (await pages).forEach((rows, index) => read.set(along[index]!, rows));
    }
    return companyKeys.map((key) => read.get(key)!);
  }

  async counts(companyKeys: readonly number[], filter: ParsedFilter, order: TransactionOrder): Promise<number[]> {
    const listed = listedIn(order, filter);
    if (findsNothing(listed)) return companyKeys.map(() => 0);
    const { dialect } = this.reader;
    const alone = asksForWordsAlone(listed, dialect);
    // The company is in the terms; that its parameter is named is for PostgreSQL.
    const company = alone ? 'cast(?1 as integer) is not null' : undefined;
    const { from, where, parameters } = conditionsOf(listed, alone ? 'words alone' : naturalPath(listed), dialect, company);
    const parents = parentsOf(companyKeys, listed, this.reader.dialect);
    return this.numbers('count(*)', `from ${from} where ${where.join(' and ')}`, parents, parameters);
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

  /** Common words fill a page from a block at the beginning of the order; others are looked up in their index, and what it finds is sorted. */
  private async pagesOfWords(companyKeys: readonly number[], filter: ParsedFilter, order: TransactionOrder, page: PageWindow) {
    const read = new Map<number, Page>();
    let open = companyKeys;
    for (const { size, atLeast } of BLOCKS) {
      const likely = open.filter((key) => (read.get(key)?.length ?? atLeast) >= atLeast);
      if (likely.length === 0) break;
      const pages = await this.pagesAlong('block', likely, filter, order, page, size);
      pages.forEach((rows, index) => read.set(likely[index]!, rows));
      open = open.filter((key) => read.get(key)!.length <= page.limit);
    }
    if (open.length > 0) {
      const pages = await this.pagesAlong('words', open, filter, order, page);
      pages.forEach((rows, index) => read.set(open[index]!, rows));
    }
    return companyKeys.map((key) => read.get(key)!);
  }

  private async pagesAlong(
    path: Path,
    companyKeys: readonly number[],
    filter: ParsedFilter,
    order: TransactionOrder,
    page: PageWindow,
    block = 0,
  ): Promise<Page[]> {
    const { dialect } = this.reader;
    const company = companyCondition(order, path, dialect);
    const { from, where, dates, parameters } = conditionsOf(filter, path, dialect, company);
    const { conditions, order: sorted, tail } = keyset(dialect, orderColumns(order, path, dialect), page, parameters, this.packed(order, path)); // prettier-ignore
    const bounds = [company, ...(order.field === TransactionOrderField.DATE ? dates : []), ...conditions];
    const rest = `from ${path === 'block' ? blockOf(block, bounds, sorted) : from} where ${[...where, ...conditions].join(' and ')} ${tail}`;
    const parents = parentsOf(companyKeys, filter, dialect);
    const query = { columns: transactionColumns, rest, parents, parameters: parameters.slice(parents.types.length) };
    const asked = parents.values.map((own) => JSON.stringify([rest, own, query.parameters]));
    const known = asked.map((question) => this.kept.page(question));
    const found = await this.reader.rowsUnlessKnown(query, versionOfCompany, known.map((page) => page?.version ?? undefined)); // prettier-ignore
    return found.map(({ version, rows }, index) =>
      rows === null ? known[index]!.rows : this.kept.pageRead(asked[index]!, version, rows, page.limit),
    );
  }

  private async pathsOf(companyKeys: readonly number[], filter: ParsedFilter, order: TransactionOrder): Promise<Path[]> {
    const path = naturalPath(filter);
    const choice = choiceOf(path, filter, order);
    const few = choice && (await this.findsFew(companyKeys, filter));
    const paths = companyKeys.map((_, index) => (few ? (few[index] ? choice.few : choice.many) : path));
    return paths.includes('words') ? this.wordPathsOf(paths, companyKeys, filter, order) : paths;
  }

  /** How words are looked for where the paths have said so. */
  private async wordPathsOf(paths: Path[], companyKeys: readonly number[], filter: ParsedFilter, order: TransactionOrder): Promise<Path[]> {
    const { position, matches } = textIndexOf(this.reader.dialect);
    if (!position) return paths.map((path) => (path === 'words' ? 'block' : path));
    if (order.field === TransactionOrderField.DATE) return paths;
    const rest = `from (select 1 from transaction_words w where ${matches('?2')} limit ${FEW + 1}) as found`;
    const found = await this.numbers('count(*)', rest, parentsOf(companyKeys, filter, this.reader.dialect), [undefined, undefined]);
    return paths.map((path, index) => (path === 'words' && found[index]! > FEW ? 'order without dates' : path));
  }

  private packed(order: TransactionOrder, path: Path) {
    return path === 'words' && order.field === TransactionOrderField.DATE ? textIndexOf(this.reader.dialect).position : undefined;
  }

  /** Whether the account or the dates of a filter leave so few rows that these are sorted sooner than an order is walked. */
  private async findsFew(companyKeys: readonly number[], { accountKey, dateFrom, dateTo }: ParsedFilter): Promise<boolean[]> {
    const [table, column] = accountKey === undefined ? ['transactions', 'company_key'] : ['entries', 'account_key'];
    const found = await this.numbers(
      'count(*)',
      `from (select 1 from ${table} where ${column} = ?1 and date between ?2 and ?3 limit ${FEW + 1}) as found`,
      { types: ['integer'], values: companyKeys.map((key) => [accountKey ?? key]) },
      [undefined, dateFrom ?? 0, dateTo ?? LAST_DATE],
    );
    return found.map((rows) => rows <= FEW);
  }

  /** A single number for each parent; the first places among the parameters are the parents'. */
  private async numbers(expression: string, rest: string, parents: Parents, parameters: readonly unknown[]): Promise<number[]> {
    const query = { columns: [expression], rest, parents, parameters: parameters.slice(parents.types.length) };
    return (await this.reader.rowsForEach(query)).map((rows) => rows[0]![0] as number);
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
