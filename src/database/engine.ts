export type Engine = 'sqlite' | 'postgres';

/** Type of a column as a list or a batch hands its values over. */
export type ColumnType = 'integer' | 'real' | 'text' | 'uuid';

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
  /** A number that columns of an index are compared with, of whichever size. */
  position(placeholder: string): string;
  /** After a table in FROM: reads it along this index. PostgreSQL knows by its statistics. */
  alongIndex(name: string): string;
  /** A column that equals a value, said so that rows in the order of it and others are read along the index that begins with it. */
  leading(column: string, placeholder: string): Leading;
  /** Text compared byte by byte, so that both engines sort it alike. */
  binary(expression: string): string;
  /** True where the text column holds the pattern, whatever the case; the pattern comes from likePattern. */
  matches(column: string, placeholder: string): string;
  /** True where the JSON array of strings in a text column holds the value. */
  arrayHolds(column: string, placeholder: string): string;
  /** The members of the JSON array in a text column, usable after a table in FROM; `name.value` is one of them. */
  eachOf(column: string, name: string): string;
  /** Many rows handed over as parameters, usable after FROM and as the SELECT of an INSERT; its columns have the given names. */
  given(columns: readonly Column[]): string;
  /** The parameters of `given` for rows of values in the order of its columns. They are the statement's first. */
  bindRows(columns: readonly Column[], rows: readonly (readonly unknown[])[]): unknown[];
  /** As `given`, of rows in groups: first the columns whose values all rows of a group share, then those of each row. */
  givenInGroups(shared: readonly Column[], own: readonly Column[]): string;
  bindGroups(shared: readonly Column[], own: readonly Column[], groups: readonly RowGroup[]): unknown[];
  /** Locks the rows that a SELECT reads until the transaction ends; SQLite has one writer and needs none. */
  readonly forUpdate: string;
}

interface Leading {
  readonly condition: string;
  /** Whether the order must name the column too. */
  readonly ordered: boolean;
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** Rows that share some values, which are handed over once. */
export interface RowGroup {
  readonly shared: readonly unknown[];
  /** The other values of each. */
  readonly rows: readonly (readonly unknown[])[];
}

const namesOfEach = (columns: readonly Column[]) => columns.map((column) => column.name);
const namesOf = (columns: readonly Column[]) => namesOfEach(columns).join(', ');

/** INSERT of the rows that dialect.bindRows binds; `tail` may hold an ON CONFLICT clause. */
export function insertMany(dialect: Dialect, table: string, columns: readonly Column[], tail = ''): string {
  // Without WHERE, SQLite takes the ON of ON CONFLICT for that of a join.
  return `insert into ${table} (${namesOf(columns)}) select ${namesOf(columns)} from ${dialect.given(columns)} as given where true ${tail}`;
}

/** INSERT of the rows that dialect.bindGroups binds. */
export function insertGroups(dialect: Dialect, table: string, shared: readonly Column[], own: readonly Column[]): string {
  const names = namesOf([...shared, ...own]);
  return `insert into ${table} (${names}) select ${names} from ${dialect.givenInGroups(shared, own)} as given`;
}

/** UPDATE of the rows that dialect.bindRows binds; they are found by the first of the columns. */
export function updateMany(dialect: Dialect, table: string, columns: readonly Column[]): string {
  const [key, ...changed] = namesOfEach(columns);
  const assignments = changed.map((name) => `${name} = given.${name}`).join(', ');
  return `update ${table} set ${assignments} from ${dialect.given(columns)} as given where ${table}.${key} = given.${key}`;
}

/** A LIKE pattern that finds the text anywhere, with its own wildcards taken literally. */
export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

const cells = (columns: number) => Array.from({ length: columns }, (_, index) => `c${index}`).join(', ');

/** Each column from its place in the JSON array `source`. */
function valuesIn(source: string, columns: readonly Column[]): string {
  const value = (type: ColumnType, index: number) =>
    type === 'integer' ? `cast(${source}->>${index} as integer)` : `${source}->>${index}`;
  return columns.map(({ name, type }, index) => `${value(type, index)} as ${name}`).join(', ');
}

const sqlite: Dialect = {
  engine: 'sqlite',
  wrapRows: (columns, select) => `select json_group_array(json_array(${cells(columns)})) as rows from (${select})`,
  list: (placeholder) => `(select value from json_each(${placeholder}))`,
  bindList: (values) => JSON.stringify(values),
  // A cast would give the value an affinity of its own, and keep all but the first column of a row comparison from the index.
  position: (placeholder) => placeholder,
  alongIndex: (name) => `indexed by ${name}`,
  leading: (column, placeholder) => ({ condition: `${column} = ${placeholder}`, ordered: false }),
  binary: (expression) => expression,
  matches: (column, placeholder) => `${column} like ${placeholder} escape '\\'`,
  arrayHolds: (column, placeholder) => `exists (select 1 from json_each(${column}) where value = ${placeholder})`,
  eachOf: (column, name) => `cross join json_each(${column}) as ${name}`,
  given: (columns) => `(select ${valuesIn('value', columns)} from jsonb_each(?1))`,
  bindRows: (_columns, rows) => [JSON.stringify(rows)],
  // Materialized, or what a group shares would be looked up in the JSON again for each of its rows.
  givenInGroups: (shared, own) =>
    `(with groups as materialized (select ${valuesIn('value', shared)}, jsonb_extract(value, '$[${shared.length}]') as members from jsonb_each(?1))
      select ${namesOf(shared)}, ${valuesIn('member.value', own)} from groups cross join jsonb_each(groups.members) as member)`,
  bindGroups: (_shared, _own, groups) => [JSON.stringify(groups.map(({ shared, rows }) => [...shared, rows]))],
  forUpdate: '',
};

const postgresTypes: Record<ColumnType, string> = { integer: 'bigint', real: 'double precision', text: 'text', uuid: 'uuid' };

const postgres: Dialect = {
  engine: 'postgres',
  wrapRows: (columns, select) => `select coalesce(json_agg(json_build_array(${cells(columns)})), '[]')::text as rows from (${select}) as q`,
  list: (placeholder, type) => `(select unnest(${placeholder}::${postgresTypes[type]}[]))`,
  bindList: (values) => values,
  // Left to itself, PostgreSQL takes it for a number of the column's size, and fails where a cursor holds a larger one.
  position: (placeholder) => `${placeholder}::bigint`,
  alongIndex: () => '',
  // Of a column that equals something PostgreSQL knows that it orders nothing, and may read along the key of the whole table.
  leading: (column, placeholder) => ({ condition: `${column} in (${placeholder}, ${placeholder})`, ordered: true }),
  binary: (expression) => `${expression} collate "C"`,
  matches: (column, placeholder) => `${column} ilike ${placeholder} escape '\\'`,
  arrayHolds: (column, placeholder) => `${column}::jsonb ? ${placeholder}`,
  eachOf: (column, name) => `cross join lateral json_array_elements(${column}::json) as ${name}(value)`,
  given: (columns) => {
    const arrays = columns.map(({ type }, index) => `?${index + 1}::${postgresTypes[type]}[]`);
    return `(select * from unnest(${arrays.join(', ')}) as g(${namesOf(columns)}))`;
  },
  bindRows: (columns, rows) => columns.map((_, index) => rows.map((row) => row[index])),
  givenInGroups: (shared, own) => {
    const arrays = (columns: readonly Column[], first: number) =>
      columns.map(({ type }, index) => `?${first + index}::${postgresTypes[type]}[]`).join(', ');
    const groups = `unnest(${arrays(shared, 1)}) with ordinality as g(${namesOf(shared)}, place)`;
    const rows = `unnest(?${shared.length + 1}::bigint[], ${arrays(own, shared.length + 2)}) as r(place, ${namesOf(own)})`;
    return `(select ${namesOf([...shared, ...own])} from ${rows} join ${groups} using (place))`;
  },
  bindGroups: (shared, own, groups) => [
    ...shared.map((_, index) => groups.map((group) => group.shared[index])),
    groups.flatMap(({ rows }, place) => rows.map(() => place + 1)),
    ...own.map((_, index) => groups.flatMap(({ rows }) => rows.map((row) => row[index]))),
  ],
  forUpdate: 'for update',
};

export function dialectOf(engine: Engine): Dialect {
  return engine === 'sqlite' ? sqlite : postgres;
}
