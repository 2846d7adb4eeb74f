import { schemaOf } from '../support/schema';
import type { Case } from '../support/case';
import { later, raise, thenable } from '../support/values';

const schema = schemaOf(`
  type Query {
    words: [String] strictWords: [String!] strictList: [String]! matrix: [[String]] strictMatrix: [[String!]!]!
    rows: [Row] strictRows: [Row!] table: [[Row!]] after: String
  }
  type Row { name: String strictName: String! words: [String!] }
`);

function* counting(stop: number, failAt = Infinity): Generator<string> {
  for (let number = 0; number < stop; number += 1) {
    if (number === failAt) {
      throw new Error(`stopped at ${number}`);
    }
    yield `word ${number}`;
  }
}

/** Lists that are iterated once and note whether they were closed. */
function closing(items: readonly unknown[]): object {
  return {
    *[Symbol.iterator]() {
      yield* items;
    },
  };
}

const rejected = (message: string, turns = 1) => later(() => raise(new Error(message)), turns);

const words: Readonly<Record<string, () => unknown>> = {
  'an array': () => ['a', 'b'],
  'an empty array': () => [],
  'an array with holes': () => [, 'a', , 'b'], // eslint-disable-line no-sparse-arrays
  'a set': () => new Set(['a', 'b', 'a']),
  'the values of a map': () => new Map([[1, 'a']]).values(),
  'a map, whose items are pairs': () => new Map([[1, 'a']]),
  'a generator': () => counting(3),
  'a generator that throws': () => counting(3, 1),
  'an iterable of its own making': () => closing(['a', null, 'b']),
  'an array of another class': () => Object.assign(new (class Words extends Array<string> {})(), { 0: 'a', length: 1 }),
  'a typed array': () => new Uint8Array([1, 2]),
  'a promised array': () => later(['a', 'b']),
  'an array of promises': () => [later('a', 3), later('b'), 'c'],
  'an array of thenables': () => [thenable('a'), thenable(null)],
  'a promise that comes after a failure': () => [later('a', 3), new Error('second'), later('c')],
  'rejected items': () => [later('a'), rejected('one', 2), rejected('two', 1), 'd'],
  'a rejected item and a returned error': () => [rejected('one'), new Error('two')],
  'null items, promised': () => [later(null), later(undefined), 'c'],
  'items that cannot be serialized': () => ['a', { an: 'object' }, Symbol('s'), 'd'],
  'functions as items': () => [() => 'never called', 'b'],
  'a string': () => 'text',
  'a number': () => 7,
  'an object that is no list': () => ({ length: 1, 0: 'a' }),
  'a function': () => () => ['from a method'],
  'an error': () => new Error('no list'),
  null: () => null,
  'an iterable whose iterator is no function': () => ({ [Symbol.iterator]: 1 }),
};

const wordCases = Object.entries(words).flatMap(([name, make]): Case[] => [
  { name, schema, query: '{ words after }', root: () => ({ words: make(), after: 'kept' }) },
  { name: `${name}, of non-null items`, schema, query: '{ strictWords after }', root: () => ({ strictWords: make(), after: 'kept' }) },
]);

const nested: readonly Case[] = [
  { name: 'lists of lists', schema, query: '{ matrix }', root: () => ({ matrix: [['a'], [], null, new Set(['b']), counting(2)] }) },
  { name: 'lists of promised lists', schema, query: '{ matrix }', root: () => ({ matrix: [later(['a']), [later('b')], rejected('row')] }) },
  { name: 'an inner list that is none', schema, query: '{ matrix }', root: () => ({ matrix: [['a'], 'b', ['c']] }) },
  { name: 'a null deep in strict lists', schema, query: '{ after strictMatrix }', root: () => ({ strictMatrix: [['a'], ['b', null]] }) },
  { name: 'a null as the whole strict list', schema, query: '{ strictList after }', root: () => ({ strictList: null }) },
  {
    name: 'rows of every kind',
    schema,
    query: '{ rows { __typename name words } }',
    root: () => ({ rows: [{ name: 'a', words: ['x'] }, null, later({ name: 'b', words: ['y', null] }), 5, 'text', new Error('row'), {}] }),
  },
  {
    name: 'rows with asynchronous failures below non-null',
    schema,
    query: '{ strictRows { name strictName } after }',
    root: () => ({
      after: 'kept',
      strictRows: [
        { name: rejected('dropped or not', 6), strictName: rejected('first', 2) },
        { name: rejected('early'), strictName: 'b' },
        { strictName: rejected('second', 3) },
      ],
    }),
  },
  {
    name: 'a table of rows',
    schema,
    query: '{ table { name strictName } }',
    root: () => ({ table: [[{ strictName: 'a' }], [{ strictName: 'b' }, {}], [later({ strictName: later('c') })], [null]] }),
  },
];

export const listCases: readonly Case[] = [...wordCases, ...nested];
