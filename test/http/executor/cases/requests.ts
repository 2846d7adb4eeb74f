import { schemaOf } from '../support/schema';
import type { Case } from '../support/case';

const schema = schemaOf('type Query { a: String b(n: Int!): String } type Mutation { c: String } type Subscription { d: String }');
const readOnly = schemaOf('type Query { a: String }');
const root = () => ({ a: 'a', b: () => 'b', c: 'c', d: 'd' });
const several = 'query One { a } query Two($n: Int!) { b(n: $n) } mutation Three { c } subscription Four { d }';

export const requestCases: readonly Case[] = [
  { name: 'one of several operations', schema, query: several, operationName: 'One', root },
  { name: 'another of them, with its variables', schema, query: several, operationName: 'Two', variables: { n: 1 }, root },
  { name: 'another of them, without its variables', schema, query: several, operationName: 'Two', root },
  { name: 'the mutation among them', schema, query: several, operationName: 'Three', root },
  { name: 'the subscription among them', schema, query: several, operationName: 'Four', root },
  { name: 'several operations and no name', schema, query: several, root },
  { name: 'a name that none has', schema, query: several, operationName: 'Five', root },
  { name: 'an empty name', schema, query: several, operationName: '', root },
  { name: 'a name where the only operation has none', schema, query: '{ a }', operationName: 'One', root },
  { name: 'the name of a prototype', schema, query: several, operationName: 'constructor', root },
  { name: 'two operations of one name', schema, query: 'query One { a } query One { x: a }', operationName: 'One', root },
  { name: 'a document of fragments', schema, query: 'fragment F on Query { a }', root },
  { name: 'a document of fragments, and a name', schema, query: 'fragment F on Query { a }', operationName: 'F', root },
  { name: 'type definitions beside the operation', schema, query: '{ a } type Query { z: String }', root },
  { name: 'a mutation that the schema does not offer', schema: readOnly, query: 'mutation { a }', root },
  { name: 'a mutation that the schema does not offer, with bad variables', schema: readOnly, query: 'mutation ($n: Int!) { a }', root },
  { name: 'a subscription that the schema does not offer', schema: readOnly, query: 'subscription { a }', root },
  { name: 'a subscription', schema, query: 'subscription { d }', root },
];
