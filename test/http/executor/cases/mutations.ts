import { schemaOf } from '../support/schema';
import type { Case, Notes } from '../support/case';
import { later, raise } from '../support/values';

const language = `
  type Query { name: String }
  type Mutation { step(n: Int!): Int strict(n: Int!): Int! object(n: Int!): Row strictObject(n: Int!): Row! list(n: Int!): [Int!] }
  type Row { n: Int! missing: Int! slow: Int }
`;

/** Each step notes when it starts and ends; even numbers are asynchronous, numbers from 90 fail. */
function step(shape: (n: number) => unknown) {
  return (_: unknown, { n }: { n: number }, notes: unknown) => {
    const { seen } = notes as Notes;
    const end = () => {
      seen.push(`end ${n}`);
      return n >= 90 ? raise(new Error(`step ${n}`)) : shape(n);
    };
    seen.push(`start ${n}`);
    return n % 2 === 0 ? later(end, 3) : end();
  };
}

const row = (n: number) => ({ n, slow: later(n, 4) });
const schema = schemaOf(language, {
  Mutation: {
    fields: {
      step: step((n) => n),
      strict: step((n) => n),
      object: step(row),
      strictObject: step(row),
      list: step((n) => [n, later(n)]),
    },
  },
});

const queries: Readonly<Record<string, string>> = {
  'one after the other': 'mutation { a: step(n: 1) b: step(n: 2) c: step(n: 3) d: step(n: 4) }',
  'all synchronous': 'mutation { a: step(n: 1) b: step(n: 3) }',
  'on after a nullable failure': 'mutation { a: step(n: 1) b: step(n: 91) c: step(n: 2) d: step(n: 92) e: step(n: 3) }',
  'no further after a synchronous non-null failure': 'mutation { a: step(n: 1) b: strict(n: 91) c: step(n: 3) d: step(n: 4) }',
  'no further after an asynchronous non-null failure': 'mutation { a: step(n: 1) b: strict(n: 90) c: step(n: 3) d: step(n: 4) }',
  'no further after a failure behind a promise': 'mutation { a: step(n: 2) b: strict(n: 91) c: step(n: 3) }',
  'no further after a failure at the start': 'mutation { a: strict(n: 91) b: step(n: 3) }',
  'the fields of one result before the next': 'mutation { a: object(n: 1) { n slow } b: object(n: 2) { slow n } c: step(n: 3) }',
  'on after a failure inside a nullable result': 'mutation { a: object(n: 1) { n missing } b: step(n: 2) }',
  'no further after a failure inside a non-null result':
    'mutation { a: strictObject(n: 1) { n missing slow } b: step(n: 3) c: step(n: 4) }',
  lists: 'mutation { a: list(n: 1) b: list(n: 2) c: list(n: 91) d: list(n: 3) }',
  'refused arguments': 'mutation { a: step(n: 1) b: step c: strict(n: null) d: step(n: 3) }',
  'switched off': 'mutation { a: step(n: 1) @skip(if: true) b: step(n: 2) @include(if: true) }',
  'merged fields run once': 'mutation { a: object(n: 1) { n } a: object(n: 1) { slow } }',
  'unknown fields': 'mutation { ghost step(n: 1) }',
  'prototype names': 'mutation { __proto__: step(n: 1) constructor: step(n: 2) toString: step(n: 90) }',
  __typename: 'mutation { __typename step(n: 1) }',
};

export const mutationCases: readonly Case[] = Object.entries(queries).map(([name, query]) => ({ name, schema, query }));
