import { getIntrospectionQuery } from 'graphql';
import { schemaOf } from '../support/schema';
import type { Case } from '../support/case';

const schema = schemaOf(`
  "A directive of our own."
  directive @authorized(permissions: [String!]) on FIELD_DEFINITION
  "What can be asked."
  type Query { node(id: ID!, how: How = { deep: true }): Node nodes: [Node!]! old: String @deprecated(reason: "use node") }
  input How { deep: Boolean = false level: Level = LOW }
  enum Level { LOW HIGH OLD @deprecated }
  interface Named { name: String! }
  type Node implements Named { name: String! node: Node }
  type Stone implements Named { name: String! }
  union Thing = Node | Stone
  scalar Date @specifiedBy(url: "https://example.org/date")
  type Mutation { put(name: String!): Thing when: Date }
`);

const queries: Readonly<Record<string, string>> = {
  'the whole schema': getIntrospectionQuery({
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
  }),
  'one type': '{ __type(name: "Node") { name kind fields { name type { kind ofType { name } } } interfaces { name } } }',
  'a type that is not there': '{ __type(name: "Ghost") { name } }',
  'a type without its name': '{ __type { name } __typename }',
  'deprecated fields on request':
    '{ a: __type(name: "Query") { fields { name } } b: __type(name: "Query") { fields(includeDeprecated: true) { name isDeprecated } } }',
  'a type by variable':
    'query ($name: String = "Level", $old: Boolean = true) { __type(name: $name) { enumValues(includeDeprecated: $old) { name } } }',
  '__typename everywhere': '{ __typename a: __typename __schema { __typename queryType { __typename name } } }',
  '__schema below the root': '{ __schema { types { __schema { name } } } }',
  '__type in a mutation': 'mutation { __typename __schema { queryType { name } } }',
};

export const introspectionCases: readonly Case[] = Object.entries(queries).map(([name, query]) => ({ name, schema, query }));
