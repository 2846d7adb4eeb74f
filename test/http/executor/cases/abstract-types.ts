import { schemaOf, type Behaviour } from '../support/schema';
import type { Case, Notes } from '../support/case';
import { later, raise } from '../support/values';

const language = `
  interface Pet { name: String }
  type Dog implements Pet { name: String barks: Boolean! friend: Pet }
  type Cat implements Pet { name: String lives: Int friend: Pet }
  type Stone { weight: Int }
  union Thing = Dog | Stone
  input Wish { text: String }
  type Query { pet: Pet pets: [Pet] strictPets: [Pet!] thing: Thing things: [Thing!]! dog: Dog strictDog: Dog! after: String }
`;
const query = '{ pet { __typename name ... on Dog { barks } ... on Cat { lives friend { name } } } after }';
const strictQuery = '{ strictPets { ...Named ... on Dog { barks } } after } fragment Named on Pet { name __typename }';
const dog = { kind: 'Dog', name: 'Rex', barks: true };
const cat = { kind: 'Cat', name: 'Tom', lives: 9, friend: dog };
const root = () => ({ pet: cat, pets: [cat, dog, cat, later(dog)], strictPets: [dog, cat], thing: dog, dog, after: 'kept' });
const kindOf = (value: unknown) => (value as { kind?: string }).kind;

const resolutions: Readonly<Record<string, unknown>> = {
  'gives the name': kindOf,
  'promises the name': (value: unknown) => later(kindOf(value)),
  'gives undefined': () => undefined,
  'gives null': () => null,
  'gives a number': () => 7,
  'gives an object': () => ({ name: 'Dog' }),
  'gives a type that is unknown': () => 'Ghost',
  'gives the name of a prototype': () => 'constructor',
  'gives a type that is no object': () => 'Wish',
  'gives the interface itself': () => 'Pet',
  'gives a type that does not implement it': () => 'Stone',
  'promises a type that is unknown': () => later('Ghost'),
  'promises nothing': () => later(undefined),
  throws: () => raise(new Error('type unknown')),
  rejects: () => later(() => raise(new Error('type unknown later'))),
  'gives an error': () => new Error('as the type'),
  'gives a type object': (_: unknown, __: unknown, info: { schema: { getType(name: string): unknown } }) => info.schema.getType('Dog'),
  'takes note of its arguments': (value: unknown, notes: Notes, info: { fieldName: string; path: unknown }, type: unknown) => {
    notes.seen.push(`${JSON.stringify(value)} ${info.fieldName} ${JSON.stringify(info.path)} ${String(type)}`);
    return kindOf(value);
  },
};

const resolved = Object.entries(resolutions).flatMap(([name, resolveType]): Case[] => {
  const schema = schemaOf(language, { Pet: { resolveType } });
  return [
    { name: `resolveType ${name}`, schema, query, root },
    { name: `resolveType ${name}, in a list`, schema, query: '{ pets { name ... on Cat { friend { name } } } }', root },
    { name: `resolveType ${name}, in a strict list`, schema, query: strictQuery, root },
  ];
});

const predicates: Readonly<Record<string, Behaviour>> = {
  'says yes or no': { Dog: { isTypeOf: is('Dog') }, Cat: { isTypeOf: is('Cat') } },
  'promises yes or no': { Dog: { isTypeOf: isLater('Dog') }, Cat: { isTypeOf: isLater('Cat') } },
  'is synchronous on one type only': { Dog: { isTypeOf: isLater('Dog') }, Cat: { isTypeOf: is('Cat') } },
  'says no': { Dog: { isTypeOf: () => false }, Cat: { isTypeOf: () => false } },
  'promises no': { Dog: { isTypeOf: () => later(false) }, Cat: { isTypeOf: () => later(false) } },
  throws: { Dog: { isTypeOf: () => raise(new Error('no idea')) }, Cat: { isTypeOf: is('Cat') } },
  rejects: { Dog: { isTypeOf: () => later(() => raise(new Error('no idea, later'))) }, Cat: { isTypeOf: is('Cat') } },
  'throws after a promise': { Dog: { isTypeOf: isLater('Dog') }, Cat: { isTypeOf: () => raise(new Error('late')) } },
  'is missing': {},
};

function is(kind: string) {
  return (value: unknown, notes: Notes, info: { path: unknown }) => {
    notes.seen.push(`${kind}? ${JSON.stringify(info.path)}`);
    return kindOf(value) === kind;
  };
}

function isLater(kind: string) {
  return (value: unknown) => later(kindOf(value) === kind, 2);
}

const predicated = Object.entries(predicates).flatMap(([name, behaviour]): Case[] => {
  const schema = schemaOf(language, behaviour);
  return [
    { name: `isTypeOf ${name}`, schema, query, root },
    { name: `isTypeOf ${name}, in a list`, schema, query: '{ pets { name } }', root },
    { name: `isTypeOf ${name}, on an object type`, schema, query: '{ dog { name barks } after }', root },
    {
      name: `isTypeOf ${name}, on another kind of object`,
      schema,
      query: '{ strictDog { name } after }',
      root: () => ({ strictDog: cat }),
    },
  ];
});

const plain = schemaOf(language);
const rest: readonly Case[] = [
  { name: 'the type by __typename', schema: plain, query, root: () => ({ pet: { __typename: 'Cat', lives: 9 } }) },
  { name: 'an unknown __typename', schema: plain, query, root: () => ({ pet: { __typename: 'Ghost' } }) },
  { name: 'a __typename that is no text', schema: plain, query, root: () => ({ pet: { __typename: 7 } }) },
  { name: 'a primitive as an interface', schema: plain, query, root: () => ({ pet: 'Rex' }) },
  {
    name: 'a union',
    schema: plain,
    query: '{ things { __typename ... on Dog { name } ... on Stone { weight } ... on Pet { named: name } } }',
    root: () => ({
      things: [
        { __typename: 'Dog', name: 'Rex' },
        { __typename: 'Stone', weight: 3 },
      ],
    }),
  },
  {
    name: 'a union whose second item is of no type of its own',
    schema: plain,
    query: '{ after things { __typename ... on Stone { weight } } }',
    root: () => ({ things: [{ __typename: 'Dog' }, { __typename: 'Cat' }] }),
  },
  { name: 'a concrete type whose non-null field fails', schema: plain, query, root: () => ({ pet: { __typename: 'Dog' }, after: 'kept' }) },
];

export const abstractCases: readonly Case[] = [...resolved, ...predicated, ...rest];
