import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../ormconfig';
import type { Reader } from '../../src/database';
import { columnsOfParents, selectForEach, type QueryForEach } from '../../src/database/for-each';
import { wrapped } from '../../src/database/together';
import { EntryDirection } from '../../src/ledger';
import { KeptTransactions } from '../../src/ledger/transactions/kept-transactions';
import { parseFilter, type ParsedFilter } from '../../src/ledger/transactions/transaction-filter';
import { positionIn } from '../../src/ledger/transactions/transaction-order';
import type { TransactionRow } from '../../src/ledger/transactions/transaction-row';
import { TransactionRepository } from '../../src/ledger/transactions/transaction.repository';
import type { TransactionOrder } from '../../src/ledger/transactions/transaction.types';
import type { PageWindow } from '../../src/shared/pagination';
import { openTestBooks, type TestBooks } from '../support/books';
import { forEachEngine } from '../support/engines';

const SIZE = 6_000;
const PAGE = 20;

/** What SQLite says of an index in which a page begins at its cursor, not somewhere on the same day. */
const wholeCursor = /(\(date,(transaction_)?key\)|[ (]key|number)[<>]/;

/** What SQLite says of a step that sorts, or reads a table from its one end to the other. */
const wrongStep = /^SCAN (?!jsonb?_each|\(subquery|w VIRTUAL TABLE INDEX \d+:M)|TEMP B-TREE/;

const sorted = /TEMP B-TREE FOR (LAST TERM OF )?ORDER BY/;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

forEachEngine((engine) => {
  let books: TestBooks;
  let source: DataSource;
  let statements: QueryForEach[] = [];
  let repository: TransactionRepository;
  let companyKey: number;
  const others: number[] = [];
  const accounts: Record<string, number> = {};

  beforeAll(async () => {
    books = await openTestBooks(engine);
    const company = await books.companies.create(books.admin, { legalName: 'Large books' });
    companyKey = company.key;
    for (let start = 0; start < SIZE; start += 1000) {
      const transactions = Array.from({ length: 1000 }, (_, offset) => sample(start + offset));
      await books.ledger.transactions.createMany(books.admin, { companyId: company.id, transactions });
    }
    for (const legalName of ['Small books', 'Other small books', 'Empty books']) {
      const { id, key } = await books.companies.create(books.admin, { legalName });
      const transactions = legalName === 'Empty books' ? [] : Array.from({ length: 60 }, (_, index) => sample(index));
      if (transactions.length > 0) await books.ledger.transactions.createMany(books.admin, { companyId: id, transactions });
      others.push(key);
    }
    for (const { code, key } of (await books.ledger.accounts.list(companyKey, {}, { first: 100 })).nodes) accounts[code] = key;
    source = await new DataSource({ ...dataSourceOptions(books.url, 'writer'), migrations: [] }).initialize();
    if (engine.name === 'postgres') await source.query('vacuum analyze');
    const { reader } = books.database;
    const heard: Reader = {
      ...reader,
      rowsUnlessKnown: (query, version, known) => {
        statements.push(query);
        return reader.rowsUnlessKnown(query, version, known);
      },
    };
    repository = new TransactionRepository(heard, new KeptTransactions());
  });
  afterAll(async () => {
    await source?.destroy();
    await books?.close();
  });

  const many: Record<string, () => Partial<ParsedFilter>> = {
    everything: () => ({}),
    'what is posted': () => ({ status: ['POSTED'] as never }),
    'a range of dates': () => ({ dateFrom: 20230301, dateTo: 20251031 }),
    'an account that everything is on': () => ({ accountKey: accounts['1000'] }),
    'an account in a range of dates': () => ({ accountKey: accounts['1000'], dateFrom: 20230301, dateTo: 20251031 }),
  };
  const few: Record<string, () => Partial<ParsedFilter>> = {
    drafts: () => ({ status: ['PENDING'] as never }),
    'drafts in a range of dates': () => ({ status: ['PENDING', 'VOIDED'] as never, dateFrom: 20230301, dateTo: 20251031 }),
    'drafts on an account': () => ({ status: ['PENDING'] as never, accountKey: accounts['1000'] }),
    'a word that few have': () => ({ words: ['zep'] }),
    'words of the counterparty in a range of dates': () => ({
      counterpartyWords: ['rare', 'supplier'],
      dateFrom: 20230301,
      dateTo: 20251031,
    }),
    'a single day': () => ({ dateFrom: 20230101, dateTo: 20230101 }),
    'an account that little is on': () => ({ accountKey: accounts['6180'] }),
  };
  const orders = ['DATE', 'NUMBER', 'CREATED_AT'].flatMap((field) => ['ASC', 'DESC'].map((direction) => [field, direction] as const));
  const inEveryOrder = (filters: object) =>
    Object.keys(filters).flatMap((name) => orders.map(([field, direction]) => [name, field, direction] as const));

  it.each(inEveryOrder(many))('lists %s by %s %s and reads a page of it, wherever the page lies', async (name, field, direction) => {
    const read = await readPages(many[name]!(), { field, direction } as TransactionOrder);
    for (const { way, statement } of read) {
      expect({ way, wrong: await wrongWith(statement, 4 * PAGE) }).toEqual({ way, wrong: [] });
      if (engine.name === 'sqlite' && /middle/.test(way)) expect((await steps(statement)).join()).toMatch(wholeCursor);
    }
  });

  // What is found by words PostgreSQL may also merge with the keys, in the order of these, where tables are as small as here.
  const mergeable = (name: string, field: string) => name.includes('word') && field === 'CREATED_AT';

  it.each(inEveryOrder(few).filter(([name, field]) => !mergeable(name, field)))(
    'lists %s by %s %s and reads nothing else',
    async (name, field, direction) => {
      const read = await readPages(few[name]!(), { field, direction } as TransactionOrder);
      for (const { way, statement, found } of read) {
        const wrong = (await wrongWith(statement, 4 * found + PAGE)).filter((detail) => !sorted.test(detail));
        expect({ way, wrong }).toEqual({ way, wrong: [] });
      }
    },
  );

  it('lists what was posted since a number and reads nothing else, whatever the dates', async () => {
    const numbers = { after: 5_600, through: 5_800 };
    const asked = { numbers, currency: 'USD', dateFrom: 20230301, dateTo: 20251031 };
    const read = await readPages(asked, { field: 'NUMBER', direction: 'ASC' } as TransactionOrder);
    expect(read.map(({ found }) => found > 100 && found < 200)).toEqual([true, true, true, true]);
    for (const { way, statement } of read) {
      // The numbers, and lines of each until there is one in the currency.
      expect({ way, wrong: await wrongWith(statement, 4 * 200) }).toEqual({ way, wrong: [] });
      if (engine.name === 'sqlite') expect((await steps(statement))[0]).toMatch(/transactions_number .*number>\? AND number<\?/);
    }
  });

  const { everything, 'what is posted': posted, 'a range of dates': range } = many;
  it.each(inEveryOrder({ everything, 'what is posted': posted, 'a range of dates': range }))(
    'lists %s of several companies by %s %s in one statement, which reads a page of each',
    async (name, field, direction) => {
      const filter: ParsedFilter = { ...parseFilter({}, undefined), ...many[name]!() };
      const order = { field, direction } as TransactionOrder;
      const page: PageWindow = { limit: PAGE, direction: 'forward', after: undefined, before: undefined };
      const companyKeys = [companyKey, ...others];
      const alone: number[][] = [];
      for (const key of companyKeys) alone.push((await repository.pages([key], filter, order, page))[0]!.map((row) => row.key));
      statements = [];
      const together = await repository.pages(companyKeys, filter, order, page);
      expect(together.map((rows) => rows.map((row) => row.key))).toEqual(alone);
      expect(alone[0]).toHaveLength(PAGE + 1);
      const read = statements.filter(({ rest }) => rest.includes('order by'));
      expect(read.flatMap(({ parents }) => parents.values)).toHaveLength(companyKeys.length);
      for (const statement of read) {
        const wrong = await wrongWith(statement, 4 * PAGE * companyKeys.length);
        // The few of small books are sorted.
        const small = !statement.parents.values.some(([key]) => key === companyKey);
        expect(wrong.filter((detail) => !(small && sorted.test(detail)))).toEqual([]);
      }
    },
  );

  it.each(orders)(
    'lists words that all or half have by %s %s without a sort, and walks the order no further than a page',
    async (field, direction) => {
      const order = { field, direction } as TransactionOrder;
      for (const words of [['invoice'], ['odd'], ['odd', 'invoice']]) {
        for (const { way, statement } of await readPages({ words }, order)) {
          expect({ words, way, wrong: await wrongWith(statement, 8 * PAGE) }).toEqual({ words, way, wrong: [] });
        }
      }
    },
  );

  it.each(orders)('finds by %s %s that common words are never together, in a few statements', async (field, direction) => {
    statements = [];
    expect(await readPages({ words: ['odd', 'even'] }, { field, direction } as TransactionOrder)).toEqual([]);
    expect(statements.length).toBeLessThanOrEqual(2);
  });

  /** Reads pages from both ends and in the middle, all of which must be what the whole list says, and answers their statements. */
  async function readPages(asked: Partial<ParsedFilter>, order: TransactionOrder) {
    const filter: ParsedFilter = { ...parseFilter({}, undefined), ...asked };
    const page = async (more: Partial<PageWindow>) => {
      statements = [];
      const request: PageWindow = { limit: PAGE, direction: 'forward', after: undefined, before: undefined, ...more };
      return (await repository.pages([companyKey], filter, order, request))[0]!.map((row) => row.key);
    };
    const whole: PageWindow = { limit: SIZE, direction: 'forward', after: undefined, before: undefined };
    const [rows] = (await repository.pages([companyKey], filter, order, whole)) as [TransactionRow[]];
    const all = rows.map((row) => row.key);
    if (all.length === 0) return [];
    const middle = all.length >> 1;
    const position = positionIn(order)(rows[middle]!);
    const pages = [
      { way: 'the first page', request: {}, expected: all.slice(0, PAGE + 1) },
      { way: 'a page after the middle', request: { after: position }, expected: all.slice(middle + 1, middle + PAGE + 2) },
      { way: 'the last page', request: { direction: 'backward' as const }, expected: all.slice(-PAGE - 1).reverse() },
      {
        way: 'a page before the middle',
        request: { direction: 'backward' as const, before: position },
        expected: all.slice(Math.max(0, middle - PAGE - 1), middle).reverse(),
      },
    ];
    const read: { way: string; statement: QueryForEach; found: number }[] = [];
    for (const { way, request, expected } of pages) {
      expect({ way, keys: await page(request) }).toEqual({ way, keys: expected });
      read.push({ way, statement: statements.at(-1)!, found: all.length });
    }
    return read;
  }

  async function steps(statement: QueryForEach): Promise<string[]> {
    const { text, bound } = executed(statement);
    const found = await source.query<{ detail: string }[]>(`explain query plan ${text}`, bound);
    return found.map(({ detail }) => detail);
  }

  /** What is sent, with its parameters. */
  function executed(query: QueryForEach) {
    const { columns, rest, parents, parameters } = query;
    if (parents.values.length === 1) return { text: `select ${columns.join()} ${rest}`, bound: [...parents.values[0]!, ...parameters] };
    const { dialect } = books.database.reader;
    const given = columnsOfParents(parents, false);
    const own = dialect.bindRows(given, parents.values.map((mine, place) => [place, ...mine])); // prettier-ignore
    return { text: selectForEach(`(${wrapped(query, dialect)}) as rows`, given, query, dialect), bound: [...own, ...parameters] };
  }

  /** What a statement's plan does that it must not: on SQLite sort, or scan a table; on PostgreSQL read more than `most` rows. */
  async function wrongWith(statement: QueryForEach, most: number): Promise<string[]> {
    if (engine.name === 'sqlite') return (await steps(statement)).filter((detail) => wrongStep.test(detail));
    const { rest } = statement;
    const { text, bound } = executed(statement);
    const [row] = await source.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }[]>(
      `explain (analyze, timing off, format json) ${text.replace(/\?(\d+)/g, '$$$1')}`,
      bound,
    );
    // Beside few words found by their index, small tables are read as a whole: that is left to PostgreSQL.
    const tables =
      rest.includes('transaction_words') && most < 4 * PAGE ? /^transaction_words$/ : /^(transactions|entries|transaction_words)$/;
    const read = rowsRead(row!['QUERY PLAN'][0]!.Plan, tables);
    return read > most ? [`reads ${read} rows`] : [];
  }
});

/** Rows of some tables that a plan has read. */
function rowsRead(node: PlanNode, tables: RegExp): number {
  const own = tables.test(node['Relation Name'] ?? '')
    ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
    : 0;
  return own + (node.Plans ?? []).reduce((sum, child) => sum + rowsRead(child, tables), 0);
}

function sample(index: number) {
  const line = (accountCode: string, direction: EntryDirection) => ({ accountCode, direction, amount: `${1 + (index % 500)}.00` });
  const month = String(1 + ((index * 7) % 12)).padStart(2, '0');
  return {
    date: Number(`${2023 + (index % 3)}${month}${String(1 + ((index * 13) % 28)).padStart(2, '0')}`),
    description: `Invoice ${index}${index % 10 < 5 ? ' odd' : ' even'}${index % 500 === 9 ? ' Zeppelin' : ''}`,
    counterparty: index % 500 === 11 ? 'Rare Suppliers' : 'Suppliers',
    status: (index % 100 === 7 ? 'PENDING' : 'POSTED') as never,
    entries: [line(index % 500 === 3 ? '6180' : '6100', EntryDirection.DEBIT), line('1000', EntryDirection.CREDIT)],
  };
}
