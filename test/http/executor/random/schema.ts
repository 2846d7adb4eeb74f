import { isObjectType, type GraphQLField, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import { schemaOf } from '../support/schema';
import type { Notes } from '../support/case';
import { later, raise } from '../support/values';
import { behave } from './behaviour';
import { hash } from './random';
import { Source } from './source';

/** Fields that every object type has. Those that begin with `r` have resolvers; the rest are properties, getters or methods. */
const fields = `
  name: String strictName: String! count: Int strictCount: Int! level: Level strictLevel: Level! odd: Odd
  words: [String] strictWords: [String!]! matrix: [[Int!]]
  alpha: Alpha strictAlpha: Alpha! alphas: [Alpha] strictAlphas: [Alpha!]! beta: Beta
  named: Named nameds: [Named!] either: Either eithers: [Either]
  echo(text: String = "preset" n: Int level: Level): String needs(n: Int!): Int
  rName: String rStrictName: String! rCount: Int rOdd: Odd rWords: [String!]
  rAlpha: Alpha rStrictAlpha: Alpha! rAlphas: [Alpha!] rNamed: Named rEithers: [Either!]
  rEcho(text: String filter: Filter odd: Odd): String rNeeds(n: Int! = 3): Int!
`;

const language = `
  scalar Odd
  enum Level { LOW HIGH }
  input Filter { text: String = "any" size: Int! inner: [Filter!] }
  interface Named { ${fields} }
  type Alpha implements Named { ${fields} }
  type Beta implements Named { ${fields} own: Int! }
  type Gamma { own: String }
  union Either = Alpha | Beta
  type Query { ${fields} }
  type Mutation { ${fields} }
`;

/** A schema whose resolvers, getters, methods, scalars and type resolution misbehave, by the ids of the sources that they are asked about. */
export function misbehavingSchema(): GraphQLSchema {
  const schema = schemaOf(language, {
    Odd: { serialize: oddOutput, parseValue: oddInput, parseLiteral: (node) => oddInput((node as { value?: unknown }).value) },
    Named: { resolveType: typeOfNamed },
    Alpha: { isTypeOf: (value: unknown) => decided(value, 'Alpha') },
    Beta: { isTypeOf: (value: unknown) => decided(value, 'Beta') },
  });
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) && !type.name.startsWith('__')) {
      for (const field of Object.values(type.getFields())) {
        giveBehaviour(field);
      }
    }
  }
  return schema;
}

export function rootSource(world: number): Source {
  return new Source(world, hash(world) >>> 1);
}

function giveBehaviour(field: GraphQLField<unknown, unknown>): void {
  if (/^r[A-Z]/.test(field.name)) {
    field.resolve = (source, given, notes, info) => answer(field, source as Source, given as object, notes as Notes, info);
    return;
  }
  Object.defineProperty(Source.prototype, field.name, {
    configurable: true,
    get(this: Source): unknown {
      if (field.args.length > 0 || this.seedOf(field.name) % 6 === 0) {
        return (given: object, notes: Notes, info: GraphQLResolveInfo) => answer(field, this, given, notes, info);
      }
      return behave(field.type, this.seedOf(field.name), this.world);
    },
  });
}

function answer(field: GraphQLField<unknown, unknown>, source: Source, given: object, notes: Notes, info: GraphQLResolveInfo): unknown {
  notes.seen.push(`${info.parentType.name}.${info.fieldName} ${info.path.key} ${JSON.stringify(given)} ${info.fieldNodes.length}`);
  return behave(field.type, source.seedOf(field.name, given), source.world);
}

function typeOfNamed(value: unknown): unknown {
  if (!(value instanceof Source)) {
    return undefined;
  }
  switch (value.id % 29) {
    case 0:
      return raise(new Error(`type of ${value.id}`));
    case 1:
      return 'Gamma';
    case 2:
    case 3:
      return later(value.kind, value.id % 3);
    default:
      return value.kind;
  }
}

/** Most sources are of their kind; some promise to be, some are not, and some throw. */
function decided(value: unknown, kind: string): unknown {
  if (!(value instanceof Source)) {
    return false;
  }
  switch (hash(value.id, kind) % 24) {
    case 0:
      return raise(new Error(`${kind}? ${value.id}`));
    case 1:
      return false;
    case 2:
    case 3:
      return later(value.kind === kind, 1 + (value.id % 3));
    default:
      return value.kind === kind;
  }
}

function oddOutput(value: unknown): unknown {
  if (typeof value !== 'number' || value % 7 === 0) {
    throw new Error(`${String(value)} is not odd enough`);
  }
  return value % 11 === 0 ? null : value % 5 === 0 ? { object: value } : value;
}

function oddInput(value: unknown): unknown {
  return Number(value) % 2 === 1 ? Number(value) : raise(new Error(`${String(value)} is even`));
}
