import { schemaOf } from '../support/schema';
import type { Case } from '../support/case';

const schema = schemaOf(`
  type Query { node: Node nodes: [Node!] name: String }
  type Node { name: String other: String node: Node nodes: [Node!] }
`);
const root = () => ({
  name: 'root',
  node: { name: 'a', other: 'b', node: { name: 'c', other: 'd' }, nodes: [{ name: 'e' }, { name: 'f', node: { other: 'g' } }] },
  nodes: [{ name: 'h' }, { name: 'i', other: 'j' }],
});

const switched = `query ($skip: Boolean! $include: Boolean = true) {
  name @skip(if: $skip)
  node { ...Fields @include(if: $include) ... @skip(if: $skip) { other renamed: name } node @skip(if: $skip) @include(if: $include) { name } }
  ... on Query @include(if: $include) { nodes { name ...Fields @skip(if: $skip) } }
}
fragment Fields on Node { other node @include(if: $include) { other } again: name @skip(if: $skip) }`;

const positions: ReadonlyArray<Readonly<Record<string, unknown>>> = [
  { skip: true, include: true },
  { skip: true, include: false },
  { skip: false, include: true },
  { skip: false, include: false },
  { skip: false },
  { skip: true },
  { skip: true, include: null },
  { skip: false, include: null },
  { skip: null, include: true },
  { include: true },
];

const bySwitch = positions.map((variables): Case => ({
  name: `switches ${JSON.stringify(variables)}`,
  schema,
  query: switched,
  variables,
  root,
}));

const inFragments = `query ($s: Boolean = true $t: Boolean!) { node { ...F node { ...F } } }
fragment F on Node { name @skip(if: $s) ... { other ...G @include(if: $t) } } fragment G on Node { nodes { name } }`;

const inFragmentsOnly = [{ t: true }, { s: true, t: false }, { s: false, t: true }, { s: false, t: false }].map((variables): Case => ({
  name: `switches in fragments only ${JSON.stringify(variables)}`,
  schema,
  query: inFragments,
  variables,
  root,
}));

const queries: Readonly<Record<string, string>> = {
  'fields in the order of the document': '{ node { other name b: name a: name } name }',
  'merged fields keep the first place': '{ a: name node { name } b: name node { other node { name } } ... { node { node { other } } } }',
  'a fragment spread twice counts once': '{ node { ...F other ...F } } fragment F on Node { name }',
  'a fragment in a fragment':
    '{ node { ...F } } fragment F on Node { name ...G } fragment G on Node { other node { ...H } } fragment H on Node { name }',
  'a fragment that spreads itself': '{ node { ...F } } fragment F on Node { name node { other ...F } ...F }',
  'a fragment on another type': '{ node { ...F name } } fragment F on Query { name }',
  'a fragment of no type': '{ node { ...F name } } fragment F on Ghost { name }',
  'a fragment that does not exist': '{ node { ...Ghost name } }',
  'an inline fragment without type': '{ ... { name ... { node { name } } } }',
  'an inline fragment on another type': '{ ... on Node { name } node { ... on Query { name } ... on Node { other } } }',
  'literal switches': '{ a: name @skip(if: true) b: name @skip(if: false) c: name @include(if: true) d: name @include(if: false) }',
  'skip before include': '{ a: name @include(if: true) @skip(if: true) b: name @skip(if: false) @include(if: false) c: name }',
  'everything left out': '{ node { name @skip(if: true) } name @include(if: false) }',
  'a field left out and asked for again': '{ node @skip(if: true) { name } node { other } }',
  'a sub-selection on some of the merged nodes':
    '{ nodes { name } nodes @skip(if: true) { other } ...M } fragment M on Query { nodes { node { name } } }',
  'a fragment skipped first and spread later': '{ node { ...F @skip(if: true) ...F } } fragment F on Node { name }',
  'a switch without a value': '{ name node { name @skip } }',
  'a switch that is null': '{ name node { name @skip(if: null) } }',
  'a switch that is text': '{ name node { other name @include(if: "yes") } }',
  'a switch by an undeclared variable': '{ name node { other name @include(if: $nobody) } }',
  'a switch by an undeclared variable at the root': '{ node { name } name @skip(if: $nobody) }',
  'a switch by an undeclared variable, in rows': '{ name nodes { name @skip(if: $nobody) } }',
  'an unknown directive': '{ name @upside(if: true) }',
  'unknown fields': '{ ghost name node { ghost { name } other } }',
  'a leaf with a selection': '{ name { of } }',
  'an object without a selection': '{ node name nodes }',
  'aliases that conflict': '{ node { a: name a: other } b: name b: node { name } }',
};

const fixed = Object.entries(queries).map(([name, query]): Case => ({ name, schema, query, root }));

const oddSwitches: readonly Case[] = ['yes', 0, null, true, false].map((value) => ({
  name: `a switch whose variable is a ${JSON.stringify(value)} of another type`,
  schema,
  query: 'query ($odd: Odd) { name @skip(if: $odd) node { name other @include(if: $odd) } }'.replaceAll(
    'Odd',
    typeof value === 'number' ? 'Int' : typeof value === 'string' ? 'String' : 'Boolean',
  ),
  variables: { odd: value },
  root,
}));

export const fragmentCases: readonly Case[] = [...bySwitch, ...inFragmentsOnly, ...fixed, ...oddSwitches];
