import type { Column, Dialect, Engine } from './engine';
import type { Packed } from './keyset';

/**
 * The full-text index over transactions: FTS5 on SQLite, a tsvector with GIN on PostgreSQL. Terms are letters and digits; what they are is
 * decided by whoever adds them, and both engines keep them as they are.
 */
interface TextIndex {
  /** Adds the rows that dialect.bindRows binds for `indexedRow`; on SQLite sooner where they come in the order of dates, then keys. */
  readonly add: (given: string) => string;
  /** Removes rows, bound likewise as they were added. */
  readonly remove: (given: string) => string;
  /** The key of the transaction that a row `w` is of. */
  readonly key: string;
  /** That a row `w` has what `query` says. */
  readonly matches: (placeholder: string) => string;
  /** To find rows in which each of the terms begins one. */
  readonly query: (terms: readonly string[]) => string;
  /** Where what is found comes by date, then key. */
  readonly position?: Packed;
}

export const indexedRow: readonly Column[] = [
  { name: 'date', type: 'integer' },
  { name: 'key', type: 'integer' },
  { name: 'terms', type: 'text' },
];

/** A row is numbered by its date and key, 27 and 36 bits, so that what is found comes in the order of most lists. */
const KEY_BITS = 36;
const sqlitePosition = (date: string, key: string) => `(${date} << ${KEY_BITS} | ${key})`;

const sqlite: TextIndex = {
  add: (given) => `insert into transaction_words (rowid, terms) select ${sqlitePosition('date', 'key')}, terms from ${given} as given`,
  remove: (given) =>
    `insert into transaction_words (transaction_words, rowid, terms) select 'delete', ${sqlitePosition('date', 'key')}, terms from ${given} as given`,
  key: `(w.rowid & ${2 ** KEY_BITS - 1})`,
  matches: (placeholder) => `w.transaction_words match ${placeholder}`,
  query: (terms) => terms.map((term) => `"${term}" *`).join(' AND '),
  position: { column: 'w.rowid', of: sqlitePosition },
};

const postgres: TextIndex = {
  add: (given) => `insert into transaction_words (key, terms) select key, terms::tsvector from ${given} as given`,
  remove: (given) => `delete from transaction_words using ${given} as given where transaction_words.key = given.key`,
  key: 'w.key',
  matches: (placeholder) => `w.terms @@ ${placeholder}::tsquery`,
  query: (terms) => terms.map((term) => `${term}:*`).join(' & '),
};

const indexes: Readonly<Record<Engine, TextIndex>> = { sqlite, postgres };

export function textIndexOf({ engine }: Dialect): TextIndex {
  return indexes[engine];
}
