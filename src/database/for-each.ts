import type { Column, ColumnType, Dialect } from './engine';
import { renamed, wrapped, type Query } from './together';

/** Whose rows a query is to read, by the values of its first parameters for each. */
export interface Parents {
  readonly types: readonly ColumnType[];
  readonly values: readonly (readonly unknown[])[];
}

/** The same query for each of many parents. Its first parameters are the parents' own; `parameters` follow, which all share. */
export interface QueryForEach extends Query {
  readonly parents: Parents;
}

/**
 * To select the rows of a query with the version of what it reads; without the rows where that is the version of the last parameter.
 * `version` is a SELECT of one number by the first parameter.
 */
export function selectedUnlessKnown(query: QueryForEach, version: string, dialect: Dialect): string {
  const known = dialect.position(`?${query.parents.types.length + query.parameters.length + 1}`);
  return `(${version}) as version, case when (${version}) = ${known} then null else (${wrapped(query, dialect)}) end as rows`;
}

/** What is handed over of each parent: its place, its own parameters, and the known version where there are such. */
export function columnsOfParents({ types }: Parents, versioned: boolean): readonly Column[] {
  const own = [...types, ...(versioned ? (['integer'] as const) : [])];
  return [{ name: 'place', type: 'integer' }, ...own.map((type, index) => ({ name: `p${index}`, type }))];
}

/** One SELECT with a row for each of the parents in the columns `given`, which are subqueries along the same indexes as of one alone. */
export function selectForEach(selected: string, given: readonly Column[], { parents, parameters }: QueryForEach, dialect: Dialect): string {
  const own = parents.types.length;
  const bound = dialect.bindRows(given, []).length;
  const text = renamed(selected, (index) => {
    if (index < own) return `g.p${index}`;
    return index < own + parameters.length ? `?${bound + index - own + 1}` : `g.p${index - parameters.length}`;
  });
  return `select g.place, ${text} from ${dialect.given(given)} as g`;
}
