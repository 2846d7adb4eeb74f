import { schemaOf } from '../support/schema';
import type { Case } from '../support/case';
import { later, raise, thenable, withThen } from '../support/values';

const language = `
  scalar Odd
  enum Level { LOW HIGH }
  type Query {
    string: String id: ID int: Int float: Float boolean: Boolean level: Level odd: Odd
    strictString: String! strictInt: Int! strictLevel: Level! strictOdd: Odd! levels: [Level!] odds: [Odd]
    take(odd: Odd, level: Level, odds: [Odd!]): String
  }
`;
const schema = schemaOf(language);

const values: Readonly<Record<string, unknown>> = {
  text: 'text',
  'empty text': '',
  'a number in text': '12',
  zero: 0,
  'a negative zero': -0,
  'an integer': 42,
  'a fraction': 1.5,
  'a number past 32 bits': 2 ** 40,
  NaN: NaN,
  infinity: Infinity,
  true: true,
  false: false,
  'a bigint': 10n,
  'a symbol': Symbol('leaf'),
  'a date': new Date(0),
  'an object': { a: 1 },
  'an object with valueOf': { valueOf: () => 'valued' },
  'an object with toJSON': { toJSON: () => 'as JSON' },
  'an object whose valueOf throws': { valueOf: () => raise(new Error('valueOf')) },
  'an array': ['a'],
  'the name of an enum value': 'HIGH',
  'an unknown enum value': 'MIDDLE',
};
const every = '{ string id int float boolean level odd }';

const builtIn = Object.entries(values).flatMap(([name, value]): Case[] => {
  const names = ['string', 'id', 'int', 'float', 'boolean', 'level', 'odd'];
  return [
    { name: `${name} in every scalar`, schema, query: every, root: () => Object.fromEntries(names.map((field) => [field, value])) },
    { name: `${name} in a non-null string`, schema, query: '{ strictString }', root: () => ({ strictString: value }) },
    { name: `${name} in a non-null integer`, schema, query: '{ strictInt }', root: () => ({ strictInt: value }) },
    {
      name: `${name} in every scalar, promised`,
      schema,
      query: every,
      root: () => Object.fromEntries(names.map((field) => [field, later(value)])),
    },
  ];
});

const serializers: Readonly<Record<string, (value: unknown) => unknown>> = {
  'gives null': () => null,
  'gives undefined': () => undefined,
  throws: () => raise(new Error('cannot serialize')),
  'throws text': () => raise('cannot serialize'),
  'gives an object': () => ({ nested: [1] }),
  'gives zero': () => 0,
  'gives a promise': () => later('promised'),
  'gives a promise that rejects': () => later(() => raise(new Error('late'))),
  'gives a thenable': () => thenable('then'),
  'gives a function with then': () =>
    withThen(
      () => undefined,
      (...handlers) => Promise.resolve('called').then(...handlers),
    ),
  'gives an error': () => new Error('as a value'),
  'gives a broken thenable': () => withThen({}, () => undefined),
};

const custom = Object.entries(serializers).map(([name, serialize]): Case => ({
  name: `a scalar whose serialize ${name}`,
  schema: schemaOf(language, { Odd: { serialize } }),
  query: '{ string odd odds }',
  root: () => ({ string: 'kept', odd: 'x', odds: ['x', null, 'y'] }),
}));

const strictCustom = Object.entries(serializers).map(([name, serialize]): Case => ({
  name: `a non-null scalar whose serialize ${name}`,
  schema: schemaOf(language, { Odd: { serialize } }),
  query: '{ strictOdd }',
  root: () => ({ strictOdd: 1 }),
}));

const fussy = schemaOf(language, {
  Odd: {
    parseValue: (value) => (Number(value) % 2 === 1 ? value : raise(new Error(`${String(value)} is even`))),
    parseLiteral: (node) => ((node as { value?: string }).value === '1' ? 1 : raise(new Error('only 1 is literal'))),
  },
  Query: { fields: { take: (_, taken) => JSON.stringify(taken) } },
});

const inputs: readonly Case[] = [
  { name: 'a scalar in a literal', schema: fussy, query: '{ take(odd: 1, level: HIGH) }' },
  { name: 'a scalar that refuses a literal', schema: fussy, query: '{ a: take(odd: 2) b: take(odds: [1, 4]) }' },
  { name: 'a scalar in a variable', schema: fussy, query: 'query ($odd: Odd) { take(odd: $odd) }', variables: { odd: 3 } },
  { name: 'a scalar that refuses a variable', schema: fussy, query: 'query ($odd: Odd) { take(odd: $odd) }', variables: { odd: 4 } },
  { name: 'a scalar that refuses items', schema: fussy, query: 'query ($o: [Odd!]) { take(odds: $o) }', variables: { o: [1, 2, null, 4] } },
  { name: 'an unknown enum value in a literal', schema: fussy, query: '{ take(level: MIDDLE) }' },
  { name: 'an unknown enum value in a variable', schema: fussy, query: 'query ($l: Level) { take(level: $l) }', variables: { l: 'HIHG' } },
  { name: 'enum values in a list', schema, query: '{ levels }', root: () => ({ levels: ['LOW', 'HIGH'] }) },
  {
    name: 'a wrong enum value in a list',
    schema,
    query: '{ levels strictLevel }',
    root: () => ({ levels: ['LOW', 'NONE'], strictLevel: 'LOW' }),
  },
];

export const leafCases: readonly Case[] = [...builtIn, ...custom, ...strictCustom, ...inputs];
