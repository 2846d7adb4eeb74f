import type { GraphQLResolveInfo } from 'graphql';
import { schemaOf } from '../support/schema';
import type { Case, Notes } from '../support/case';
import { later, raise, thenable } from '../support/values';

const language = `
  type Query { node: Node name: String count: Int list: [String] nodes: [Node!] }
  type Node { name: String count: Int list: [String] node: Node nodes: [Node!] with(n: Int = 1): String }
`;
const schema = schemaOf(language);
const every = '{ node { name count list node { name } nodes { count } with more: with(n: 2) } }';

class Account {
  static readonly count = 1;
  readonly #name = 'private';
  count = 3;

  get name(): string {
    return this.#name;
  }

  list(): string[] {
    return [this.#name, 'of a method'];
  }

  async node(): Promise<Account> {
    return later(new Account());
  }

  *nodes(): Generator<Account> {
    yield new Account();
  }

  with({ n }: { n: number }, _notes: unknown, info: GraphQLResolveInfo): string {
    return `${this.#name} ${n} ${info.fieldName} ${String(info.path.key)}`;
  }
}

/** The info that a method or resolver is given, in words. */
function inWords(info: GraphQLResolveInfo): string {
  const { path, fragments, operation, variableValues, schema: own, ...rest } = info;
  return JSON.stringify({
    keys: Object.keys(info),
    path,
    fragments: Object.keys(fragments),
    operation: operation.name?.value,
    variables: variableValues,
    own: own.getQueryType()?.name,
    fieldName: rest.fieldName,
    nodes: rest.fieldNodes.map((node) => [node.name.value, node.loc?.start]),
    types: [String(rest.returnType), String(rest.parentType)],
    root: typeof rest.rootValue,
  });
}

const roots: Readonly<Record<string, () => unknown>> = {
  'an instance with getters and methods': () => ({ node: new Account() }),
  'a function with properties': () => ({ node: Account }),
  'an object without prototype': () => ({ node: Object.assign(Object.create(null) as object, { name: 'bare' }) }),
  'inherited properties': () => ({ node: Object.create({ name: 'inherited', count: 2 }) as object }),
  'promises as properties': () => ({
    node: later({ name: later('late'), count: later(1, 3), list: later([later('x')]), node: later(null) }),
  }),
  'thenables as properties': () => ({ node: thenable({ name: thenable('then'), count: thenable(1) }) }),
  'a proxy': () => ({ node: new Proxy({}, { get: (_, key) => (key === 'then' || typeof key === 'symbol' ? undefined : `<${key}>`) }) }),
  'a number as an object': () => ({ node: 5 }),
  'text as an object': () => ({ node: 'text' }),
  'an array as an object': () => ({ node: ['a'] }),
  'a symbol as an object': () => ({ node: Symbol('node') }),
  'a method as the object': () => ({ node: () => ({ name: 'from a method', count: () => 4 }) }),
  'a method that gives a method': () => ({ node: { name: () => () => 'too deep' } }),
  'getters that give other values each time': () => {
    let reads = 0;
    return {
      node: {
        get count() {
          reads += 1;
          return reads;
        },
        get name() {
          reads += 1;
          const own = reads;
          return () => `read ${own} times`;
        },
      },
    };
  },
  'a getter that throws': () => ({
    node: {
      get name() {
        return raise(new Error('getter'));
      },
    },
  }),
  'a then getter that throws': () => ({
    node: {
      name: {
        // oxlint-disable-next-line unicorn/no-thenable -- what looks like a promise and is none is the point
        get then() {
          return raise(new Error('then'));
        },
      },
    },
  }),
  'text as the root': () => 'root',
  'a function as the root': () => Object.assign(() => 'never called', { node: { name: 'of a function' } }),
};

const byRoot = Object.entries(roots).map(([name, root]): Case => ({ name, schema, query: every, root }));

const noting = (source: unknown, taken: object, notes: unknown, info: GraphQLResolveInfo) => {
  (notes as Notes).seen.push(`${typeof source} ${JSON.stringify(taken)} ${inWords(info)}`);
  return info.fieldName === 'name' ? 'noted' : [{ count: 1 }, later({ count: 2 })];
};
const informed = schemaOf(language, { Query: { fields: { name: noting, nodes: noting } }, Node: { fields: { name: noting } } });
const informedQuery =
  'query Informed($n: Int = 3) { name x: nodes { name ...F } nodes { node { name } } ...G } fragment F on Node { count } fragment G on Query { name }';

const seen: readonly Case[] = [
  { name: 'what resolvers are told', schema: informed, query: informedQuery },
  {
    name: 'what methods are told',
    schema,
    query: 'query Told($n: Int = 3) { node { name with(n: $n) node { x: name } nodes { name } } name }',
    root: () => {
      const name = (taken: object, notes: Notes, info: GraphQLResolveInfo) => {
        notes.seen.push(`${JSON.stringify(taken)} ${inWords(info)}`);
        return 'told';
      };
      return { name, node: { name, with: name, node: { name }, nodes: [{ name }, { name }] } };
    },
  },
  {
    name: 'methods know whose they are',
    schema,
    query: '{ node { name with } }',
    root: () => ({
      node: {
        secret: 'this',
        name(this: { secret: string }) {
          return this.secret;
        },
        with(this: { secret: string }) {
          return `${this.secret} too`;
        },
      },
    }),
  },
];

const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'then', '__defineGetter__', 'toJSON'];
const aliases: readonly Case[] = [
  ...names.map((alias): Case => ({
    name: `an alias ${alias}`,
    schema,
    query: `{ ${alias}: name node { ${alias}: name count } ${alias}Too: name nodes { ${alias}: node { ${alias}: name } } }`,
    root: () => ({ name: 'root', node: { name: 'a', count: 1 }, nodes: [{ node: { name: 'b' } }] }),
  })),
  ...names.map((alias): Case => ({
    name: `an alias ${alias} on promises and errors`,
    schema,
    query: `{ ${alias}: name node { ${alias}: name count } nodes { ${alias}: node { ${alias}: name } } }`,
    root: () => ({ name: later('root'), node: { name: new Error('here'), count: 1 }, nodes: [{ node: { name: later(null) } }] }),
  })),
  {
    name: 'an alias __typename',
    schema,
    query: '{ __typename: name node { __typename a: __typename } }',
    root: () => ({ name: 'x', node: {} }),
  },
];

export const sourceCases: readonly Case[] = [...byRoot, ...seen, ...aliases];
