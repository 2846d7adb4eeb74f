import { schemaOf } from '../support/schema';
import type { Case } from '../support/case';
import { later } from '../support/values';

const schema = schemaOf(`
  type Query { node: Node strict: Node! leaf: String strictLeaf: String! }
  type Node {
    leaf: String strictLeaf: String! node: Node strict: Node! nodes: [Node] strictNodes: [Node!] strictList: [Node!]!
    leaves: [String!] matrix: [[String!]]
  }
`);

/** Each root in a synchronous form, and with a promise at every property. */
const shapes: ReadonlyArray<readonly [name: string, query: string, root: object]> = [
  ['a null leaf', '{ leaf }', { leaf: null }],
  ['an undefined leaf', '{ leaf }', {}],
  ['a null non-null leaf at the root', '{ leaf strictLeaf }', { leaf: 'a', strictLeaf: null }],
  ['a null non-null object at the root', '{ leaf strict { leaf } }', { leaf: 'a' }],
  ['a null non-null leaf in a nullable object', '{ leaf node { leaf strictLeaf } }', { leaf: 'a', node: { leaf: 'b' } }],
  ['a null through two non-null levels', '{ node { strict { strictLeaf } } leaf }', { node: { strict: {} }, leaf: 'a' }],
  ['a null through non-null levels up to the root', '{ leaf strict { strict { strictLeaf } } }', { leaf: 'a', strict: { strict: {} } }],
  ['a null item in a list of nullables', '{ node { nodes { leaf } } }', { node: { nodes: [{ leaf: 'a' }, null, { leaf: 'b' }] } }],
  [
    'a null item in a list of non-nulls',
    '{ node { leaf strictNodes { leaf } } }',
    { node: { leaf: 'a', strictNodes: [{ leaf: 'b' }, null] } },
  ],
  ['a null item in a non-null list of non-nulls', '{ node { strictList { leaf } } }', { node: { strictList: [null, { leaf: 'b' }] } }],
  ['a null leaf item', '{ node { leaves } }', { node: { leaves: ['a', null, 'b'] } }],
  ['a null in an inner list', '{ node { matrix } }', { node: { matrix: [['a'], ['b', null], null, []] } }],
  [
    'a non-null leaf missing in some rows',
    '{ node { nodes { leaf strictLeaf } } }',
    { node: { nodes: [{ strictLeaf: 'a' }, {}, { leaf: 'b' }, { strictLeaf: 'c' }] } },
  ],
  ['two nulls below one null', '{ node { strictList { a: strictLeaf b: strictLeaf } } }', { node: { strictList: [{}, {}] } }],
  ['two failing non-null fields side by side', '{ node { a: strictLeaf b: strictLeaf strict { strictLeaf } } }', { node: { strict: {} } }],
  ['undefined as the root', '{ leaf node { leaf } }', undefined as unknown as object],
];

export const nullCases: readonly Case[] = shapes.flatMap(([name, query, root]) => [
  { name, schema, query, root: () => root },
  { name: `${name}, promised`, schema, query, root: () => promised(root) },
  { name: `${name}, with promises at every second level`, schema, query, root: () => promised(root, 1) },
]);

function promised(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const wrap = (item: unknown) => (depth % 2 === 0 ? later(promised(item, depth + 1)) : promised(item, depth + 1));
  return Array.isArray(value) ? value.map(wrap) : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wrap(item)]));
}
