import { schemaOf } from '../support/schema';
import type { Case } from '../support/case';
import { later, raise } from '../support/values';

const fields = 'a: String b: String strict: String! node: Node strictNode: Node! nodes: [Node] strictNodes: [Node!]';
const schema = schemaOf(`type Query { ${fields} } type Node { ${fields} }`);

const fail = (message: string, turns = 0) =>
  turns === 0 ? () => raise(new Error(message)) : later(() => raise(new Error(message)), turns);

/** Which errors are reported, and in which order, depends on when each promise settles: two errors may stand below one null. */
const roots: Readonly<Record<string, readonly [query: string, root: () => unknown]>> = {
  'a synchronous failure beside a pending field': [
    '{ node { a strict b } a }',
    () => ({ node: { a: later('a', 3), strict: fail('now'), b: 'b' } }),
  ],
  'a synchronous failure beside a field that rejects later': [
    '{ node { a strict } a }',
    () => ({ node: { a: fail('late', 3), strict: fail('now') }, a: 'a' }),
  ],
  'an earlier rejection beside a later one, both non-null': [
    '{ node { strictNode { strict } strict } a }',
    () => ({ node: { strictNode: { strict: fail('late', 5) }, strict: fail('early', 2) }, a: 'a' }),
  ],
  'a nullable rejection after its parent failed': [
    '{ node { a strict } }',
    () => ({ node: { a: fail('after', 9), strict: fail('before', 1) } }),
  ],
  'a nullable rejection after its parent failed, with the answer still waiting': [
    '{ node { a strict } b }',
    () => ({ node: { a: fail('after', 9), strict: fail('before', 1) }, b: later('b', 20) }),
  ],
  'a nullable rejection before its parent failed': [
    '{ node { a strict } }',
    () => ({ node: { a: fail('before', 1), strict: fail('after', 9) } }),
  ],
  'errors in the order in which they come': [
    '{ a b node { a b } }',
    () => ({ a: fail('third', 6), b: fail('first', 1), node: { a: fail('second', 3), b: fail('now') } }),
  ],
  'a root that fails while others wait': ['{ a strict b }', () => ({ a: fail('a', 4), strict: fail('root', 2), b: later('b', 8) })],
  'a root that fails at once while others wait': ['{ a strict b }', () => ({ a: later('a', 4), strict: fail('root'), b: fail('b') })],
  'rows that fail at different times': [
    '{ strictNodes { a strict } a }',
    () => ({
      a: 'a',
      strictNodes: [
        { a: fail('a0', 1), strict: later('s', 3) },
        { a: fail('a1', 7), strict: fail('s1', 4) },
        later({ strict: fail('s2', 2) }),
      ],
    }),
  ],
  'rows of rows that fail at different times': [
    '{ nodes { nodes { strict a } strictNodes { strict } } }',
    () => ({
      nodes: [1, 2, 3].map((turn) => ({
        nodes: later([{ strict: fail(`n${turn}`, turn), a: fail(`a${turn}`, 4 - turn) }, { strict: 'x' }], turn),
        strictNodes: [{ strict: later('y', turn) }, { strict: turn === 2 ? fail('now') : 'z' }],
      })),
    }),
  ],
  'ties are broken by the order of the document': [
    '{ b a node { strict a } }',
    () => ({ a: fail('a', 2), b: fail('b', 2), node: { strict: fail('s', 2), a: fail('na', 2) } }),
  ],
};

/** Errors of a list come turn after turn; among them, the place of another one tells how many turns it took. */
const stopwatch = Array.from({ length: 16 }, (_, index): Case => {
  const outer = index % 4;
  const inner = Math.floor(index / 4);
  return {
    name: `the turns of promises inside promises, ${outer} and ${inner}`,
    schema,
    query: '{ nodes { a } node { b strictNode { nodes { b } } strictNodes { strict } } }',
    root: () => ({
      nodes: Array.from({ length: 14 }, (_, turn) => ({ a: fail(`turn ${turn}`, turn) })),
      node: later(
        {
          b: fail('field', inner),
          strictNode: () => later({ nodes: [later({ b: fail('row', inner) })] }),
          strictNodes: later([later({ strict: 'x' }), later({ strict: fail('strict', inner) }, inner)]),
        },
        outer,
      ),
    }),
  };
});

export const orderCases: readonly Case[] = [
  ...Object.entries(roots).map(([name, [query, root]]): Case => ({ name, schema, query, root })),
  ...stopwatch,
];
