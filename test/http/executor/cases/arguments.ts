import { schemaOf } from '../support/schema';
import type { Case, Notes } from '../support/case';

const language = `
  input Filter { text: String = "any" size: Int! tags: [String!] = ["x"] inner: Filter }
  enum Level { LOW HIGH }
  type Query {
    echo(
      text: String first: Int = 10 strict: Boolean! = true filter: Filter ids: [ID!] nested: [[Int]] level: Level = HIGH
      preset: Filter = { size: 1 }
    ): String
    needs(id: ID!): String
    none: String
    plain(text: String = "preset"): String
    rows: [Row]
  }
  type Row { echo(text: String = "row" n: Int): String plain(n: Int): String needs(id: ID!): String }
`;
const note = (_: unknown, taken: object, notes: unknown): string => {
  const text = `${JSON.stringify(taken)} ${Object.getPrototypeOf(taken) === Object.prototype}`;
  (notes as Notes).seen.push(text);
  // Resolvers own their arguments: what one does to them is seen by nobody else.
  Object.assign(taken, { spoilt: true });
  return text;
};
const schema = schemaOf(language, { Query: { fields: { echo: note, needs: note, none: note } }, Row: { fields: { echo: note } } });
const root = () => ({
  plain: (taken: object, context: unknown) => note(undefined, taken, context),
  rows: [1, 2, 3].map((n) => ({
    n,
    plain: (taken: object, context: unknown) => `${n} ${note(undefined, taken, context)}`,
    needs: (taken: object) => JSON.stringify(taken),
  })),
});

const queries: Readonly<Record<string, string>> = {
  'none where there are defaults': '{ echo }',
  'none where there are none': '{ none }',
  'all as literals':
    '{ echo(text: "a", first: 1, strict: false, filter: { size: 2 }, ids: ["a", 1], nested: [[1, null], null, 3], level: LOW, preset: null) }',
  'null for a field with a default': '{ echo(first: null, text: null) }',
  'null for a non-null one': '{ none echo(strict: null) }',
  'a missing one': '{ none needs }',
  'a missing one in rows': '{ rows { needs } }',
  'one of the wrong type': '{ none echo(first: "text") }',
  'an input without its required field': '{ echo(filter: { text: "a" }) }',
  'an input with an unknown field': '{ echo(filter: { size: 1, ghost: 2 }) }',
  'a nested input with defaults': '{ echo(filter: { size: 1, inner: { size: 2, tags: "one" } }) }',
  'an unknown one': '{ echo(ghost: 1) none(ghost: 1) plain(ghost: 2) }',
  'one given twice': '{ echo(text: "a", text: "b") }',
  'a method with a default': '{ plain a: plain(text: "given") b: plain(text: null) }',
  'the same in every row': '{ rows { echo plain a: echo(n: 1) b: plain(n: 2) } }',
};

const literal = Object.entries(queries).map(([name, query]): Case => ({ name: `arguments: ${name}`, schema, query, root }));

const declared = `query (
  $text: String $first: Int = 5 $strict: Boolean = false $filter: Filter $ids: [ID!] $nested: [[Int]] $level: Level $id: ID! = "preset" $size: Int
) {
  echo(text: $text, first: $first, strict: $strict, filter: $filter, ids: $ids, nested: $nested, level: $level)
  inside: echo(filter: { text: $text, size: $size, tags: [$text], inner: { size: $first } }, ids: [$id, $text], nested: [[$first], [$size]])
  needs(id: $id)
  rows { echo(text: $text, n: $size) plain(n: $size) }
}`;

const given: ReadonlyArray<Readonly<Record<string, unknown>>> = [
  {},
  { text: 'a', size: 1 },
  { text: null, first: null, size: null },
  { strict: null },
  { strict: true, filter: { size: 3 }, ids: ['a', 2], nested: [[1], null, 2], level: 'LOW', size: 2 },
  { filter: {} },
  { filter: { size: 1, inner: { size: null } } },
  { filter: { size: 1, ghost: true } },
  { filter: null, ids: 'single', nested: 4 },
  { ids: [null], level: 'MIDDLE', first: 1.5 },
  { id: null },
  { id: 7, text: 7 },
  { nested: [['x']], first: '1', strict: 'yes' },
  { ghost: 1 },
  { text: undefined, size: undefined },
  { constructor: 'x', toString: 'y', __proto__: { text: 'inherited' } },
  { ids: Array.from({ length: 80 }, () => null) },
];

const byVariable = given.map((variables, index): Case => ({
  name: `variables ${index}: ${JSON.stringify(variables).slice(0, 60)}`,
  schema,
  query: declared,
  variables,
  root,
}));

const rest: readonly Case[] = [
  { name: 'a variable that nobody declared', schema, query: '{ echo(text: $ghost) needs(id: $ghost) }' },
  { name: 'a variable of a type that is no input', schema, query: 'query ($row: Row) { none }', variables: { row: {} } },
  { name: 'a variable of an unknown type', schema, query: 'query ($row: Ghost) { none }', variables: { row: {} } },
  { name: 'a required variable that is missing', schema, query: 'query ($id: ID!) { needs(id: $id) }' },
  {
    name: 'refused ones fail a property that would not look at them',
    schema,
    query: '{ needs plain(text: 7) rows { needs a: needs(id: null) plain(n: "x") b: plain(n: 1) } }',
    root: () => ({ needs: 'a value', plain: 'a value', rows: [{ needs: 'a value', plain: 'a value' }] }),
  },
  { name: 'no variables at all', schema, query: 'query ($id: ID) { needs(id: $id) none }' },
  {
    name: 'a variable named like a prototype',
    schema,
    query: 'query ($constructor: String $toString: Int) { echo(text: $constructor, first: $toString) }',
  },
];

export const argumentCases: readonly Case[] = [...literal, ...byVariable, ...rest];
