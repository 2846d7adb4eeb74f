export type Engine = 'sqlite' | 'postgres';

/** Type of a column as a list or a batch hands its values over. */
export type ColumnType = 'integer' | 'text' | 'uuid';

/**
 * The few things that SQLite and PostgreSQL say differently. Statements are written with numbered placeholders (?1, ?2 …)
 * and otherwise in what both understand.
 */
export interface Dialect {
  readonly engine: Engine;
  /** Wraps a SELECT of the columns c0 … cn so that it answers one row with one JSON array of arrays: far cheaper than rows. */
  wrapRows(columns: number, select: string): string;
  /** A list given as one parameter, usable after IN: `in ${dialect.list('?1', 'integer')}`. */
  list(placeholder: string, type: ColumnType): string;
  /** How the values for `list` are bound. */
  bindList(values: readonly (string | number)[]): unknown;
  /** A 64-bit integer as text, since JSON numbers end at 2^53. */
  bigText(expression: string): string;
  /** Text compared byte by byte, so that both engines sort it alike. */
  binary(expression: string): string;
  /** True where the text column holds the pattern, whatever the case; the pattern comes from likePattern. */
  matches(column: string, placeholder: string): string;
  /** True where the JSON array of strings in a text column holds the value. */
  arrayHolds(column: string, placeholder: string): string;
  /** INSERT of many rows bound as one parameter each batch: see rowsParameter. `tail` may hold an ON CONFLICT clause. */
  insertMany(table: string, columns: readonly Column[], tail: string): string;
  /** The parameters of insertMany for rows of values in the order of its columns. */
  bindRows(columns: readonly Column[], rows: readonly (readonly unknown[])[]): unknown[];
  /** Locks the rows that a SELECT reads until the transaction ends; SQLite has one writer and needs none. */
  readonly forUpdate: string;
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** A LIKE pattern that finds the text anywhere, with its own wildcards taken literally. */
export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

const numbered = (columns: readonly Column[]) => columns.map((column) => column.name).join(', ');
const cells = (columns: number) => Array.from({ length: columns }, (_, index) => `c${index}`).join(', ');

const sqlite: Dialect = {
  engine: 'sqlite',
  wrapRows: (columns, select) => `select json_group_array(json_array(${cells(columns)})) as rows from (${select})`,
  list: (placeholder) => `(select value from json_each(${placeholder}))`,
  bindList: (values) => JSON.stringify(values),
  bigText: (expression) => `cast(${expression} as text)`,
  binary: (expression) => expression,
  matches: (column, placeholder) => `${column} like ${placeholder} escape '\\'`,
  arrayHolds: (column, placeholder) => `exists (select 1 from json_each(${column}) where value = ${placeholder})`,
  insertMany: (table, columns, tail) => {
    const values = columns.map(({ type }, index) => (type === 'integer' ? `cast(value->>${index} as integer)` : `value->>${index}`));
    return `insert into ${table} (${numbered(columns)}) select ${values.join(', ')} from json_each(?1) where true ${tail}`;
  },
  bindRows: (_columns, rows) => [JSON.stringify(rows)],
  forUpdate: '',
};

const postgresTypes: Record<ColumnType, string> = { integer: 'bigint', text: 'text', uuid: 'uuid' };

const postgres: Dialect = {
  engine: 'postgres',
  wrapRows: (columns, select) => `select coalesce(json_agg(json_build_array(${cells(columns)})), '[]')::text as rows from (${select}) as q`,
  list: (placeholder, type) => `(select unnest(${placeholder}::${postgresTypes[type]}[]))`,
  bindList: (values) => values,
  bigText: (expression) => `cast(${expression} as text)`,
  binary: (expression) => `${expression} collate "C"`,
  matches: (column, placeholder) => `${column} ilike ${placeholder} escape '\\'`,
  arrayHolds: (column, placeholder) => `${column}::jsonb ? ${placeholder}`,
  insertMany: (table, columns, tail) => {
    const arrays = columns.map(({ type }, index) => `?${index + 1}::${postgresTypes[type]}[]`);
    return `insert into ${table} (${numbered(columns)}) select * from unnest(${arrays.join(', ')}) ${tail}`;
  },
  bindRows: (columns, rows) => columns.map((_, index) => rows.map((row) => row[index])),
  forUpdate: 'for update',
};

export function dialectOf(engine: Engine): Dialect {
  return engine === 'sqlite' ? sqlite : postgres;
}
