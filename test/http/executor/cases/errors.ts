import { GraphQLError, parse, type FieldNode, type OperationDefinitionNode } from 'graphql';
import { schemaOf } from '../support/schema';
import type { Case } from '../support/case';
import { later, raise, refusal } from '../support/values';

const fields =
  'leaf: String strictLeaf: String! node: Node strict: Node! list: [String] strictItems: [String!] rows: [Node] strictRows: [Node!]!';
const language = `type Query { ${fields} } type Node { ${fields} plain: String }`;

const elsewhere = (parse('{ elsewhere }').definitions[0] as OperationDefinitionNode).selectionSet.selections[0] as FieldNode;

/** Everything that a resolver can do wrong, by name. */
const failures: Readonly<Record<string, () => unknown>> = {
  'throws an error': () => raise(new Error('thrown')),
  'throws a string': () => raise('just text'),
  'throws undefined': () => raise(undefined),
  'throws null': () => raise(null),
  'throws an object': () => raise({ reason: 'object' }),
  'throws an error with extensions': () => raise(refusal('refused', 'FORBIDDEN')),
  'throws a GraphQLError': () => raise(new GraphQLError('graphql', { extensions: { code: 'NOT_FOUND' } })),
  'throws a GraphQLError with nodes': () => raise(new GraphQLError('nodes', { nodes: elsewhere })),
  'throws a GraphQLError that has a path': () => raise(new GraphQLError('located', { path: ['some', 'where', 0] })),
  'throws a GraphQLError with an original': () => raise(new GraphQLError('outer', { originalError: refusal('inner', 'INNER') })),
  'returns an error': () => new TypeError('returned'),
  rejects: () => later(() => raise(new Error('rejected'))),
  'rejects at once': () => Promise.reject(new Error('rejected at once')),
  'rejects with a string': () => later(() => raise('rejected text')),
  'promises an error': () => later(new Error('promised error')),
};

const places: Readonly<Record<string, readonly [field: string, query: string]>> = {
  'a leaf': ['leaf', '{ node { plain leaf } }'],
  'a non-null leaf': ['strictLeaf', '{ node { plain strictLeaf } }'],
  'an object': ['node', '{ node { plain node { plain } } }'],
  'a non-null object': ['strict', '{ node { plain strict { plain } } }'],
  'a list': ['strictItems', '{ node { strictItems plain } }'],
  'a non-null list': ['strictRows', '{ node { strictRows { plain } plain } }'],
};

const byResolver = Object.entries(failures).flatMap(([failure, fail]) =>
  Object.entries(places).map(([place, [field, query]]): Case => {
    const schema = schemaOf(language, { Node: { fields: { [field]: fail } } });
    return { name: `a resolver of ${place} ${failure}`, schema, query, root: () => ({ node: { plain: 'kept' } }) };
  }),
);

const plainSchema = schemaOf(language);

const byMethod = Object.entries(failures).flatMap(([failure, fail]): Case[] => [
  {
    name: `a method ${failure}`,
    schema: plainSchema,
    query: '{ node { plain leaf } }',
    root: () => ({ node: { plain: 'kept', leaf: fail } }),
  },
  {
    name: `a getter ${failure}`,
    schema: plainSchema,
    query: '{ node { plain leaf strict { strictLeaf } } }',
    root: () => ({
      node: {
        plain: 'kept',
        get leaf() {
          return fail();
        },
        strict: {
          get strictLeaf() {
            return fail();
          },
        },
      },
    }),
  },
]);

const inRows: readonly Case[] = [
  {
    name: 'errors in some rows, each with its own path',
    schema: plainSchema,
    query: '{ rows { plain leaf alias: leaf } }',
    root: () => ({ rows: [{ leaf: 'a' }, { leaf: new Error('one') }, { leaf: () => raise(new Error('two')) }, { leaf: 'b' }] }),
  },
  {
    name: 'the same error object in two places',
    schema: plainSchema,
    query: '{ node { leaf node { leaf } } }',
    root: () => {
      const leaf = new Error('shared');
      return { node: { leaf, node: { leaf } } };
    },
  },
  {
    name: 'the same GraphQLError in two places',
    schema: plainSchema,
    query: '{ a: leaf b: leaf }',
    root: () => ({ leaf: new GraphQLError('shared', { extensions: { code: 'SHARED' } }) }),
  },
  {
    name: 'an error at the root of the query',
    schema: plainSchema,
    query: '{ strictLeaf leaf }',
    root: () => ({ strictLeaf: () => raise(new Error('root')), leaf: 'a' }),
  },
  {
    name: 'an error with two field nodes has two locations',
    schema: plainSchema,
    query: '{ node { plain } ...More } fragment More on Query { node { leaf } }',
    root: () => ({ node: () => raise(new Error('twice')) }),
  },
];

export const errorCases: readonly Case[] = [...byResolver, ...byMethod, ...inRows];
