import type { Dialect } from './engine';

/** A SELECT in two parts: its columns, and the rest from FROM onwards with placeholders ?1, ?2 … for the parameters. */
export interface Query {
  readonly columns: readonly string[];
  readonly rest: string;
  readonly parameters: readonly unknown[];
  /** Whether it takes locks where the engine has them: what is read beside it must be read after they were got. */
  readonly locks?: boolean;
}

export interface Statement {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** The placeholders of a statement, as somebody else calls them. */
export function renamed(text: string, name: (index: number) => string): string {
  return text.replace(/\?(\d+)/g, (_, digits: string) => name(Number(digits) - 1));
}

/** The SELECT of a query, as one row with one JSON array of arrays. */
export function wrapped({ columns, rest }: Pick<Query, 'columns' | 'rest'>, dialect: Dialect): string {
  return dialect.wrapRows(columns.length, `select ${columns.map((column, index) => `${column} as c${index}`).join(', ')} ${rest}`);
}

/** One SELECT with the rows of each query in a column r0, r1 …; its parameters are those of all, one after the other. */
export function selectOfEach(queries: readonly Query[], dialect: Dialect): string {
  let before = 0;
  const columns = queries.map((query, column) => {
    const first = before + 1;
    before += query.parameters.length;
    return `(${renamed(wrapped(query, dialect), (index) => `?${first + index}`)}) as r${column}`;
  });
  return `select ${columns.join(', ')}`;
}

/**
 * Several statements as one, for SQLite: a view whose trigger runs them. To insert a row into the view, of the parameters of all, is a
 * statement that is prepared once, waits for one turn of a thread, and is undone whole where one of them fails.
 */
export function viewOfAll(name: string, statements: readonly Statement[]): { readonly definition: string; readonly insert: string } {
  let before = 0;
  const body = statements.map(({ text, parameters }) => {
    const first = before;
    before += parameters.length;
    return `${renamed(text, (index) => `new.p${first + index}`)};`;
  });
  const each = (of: (index: number) => string) => Array.from({ length: before }, (_, index) => of(index)).join(', ');
  return {
    definition: `create temp view ${name} as select ${each((index) => `null as p${index}`)};
      create temp trigger ${name}_run instead of insert on ${name} begin ${body.join(' ')} end;`,
    insert: `insert into ${name} values (${each((index) => `?${index + 1}`)})`,
  };
}
