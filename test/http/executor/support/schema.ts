import {
  buildSchema,
  isAbstractType,
  isEnumType,
  isObjectType,
  isScalarType,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';

type Resolver = GraphQLFieldResolver<unknown, unknown>;

/** What the types of a schema do, by type name. Fields of object types are resolvers; the rest is the behaviour of the type itself. */
export type Behaviour = Readonly<
  Record<
    string,
    {
      readonly fields?: Readonly<Record<string, Resolver>>;
      readonly isTypeOf?: unknown;
      readonly resolveType?: unknown;
      readonly serialize?: (value: unknown) => unknown;
      readonly parseValue?: (value: unknown) => unknown;
      readonly parseLiteral?: (node: unknown, variables?: unknown) => unknown;
    }
  >
>;

/** A schema from its language, with behaviour attached; nothing is checked, so that a case may misbehave as it likes. */
export function schemaOf(language: string, behaviour: Behaviour = {}): GraphQLSchema {
  const schema = buildSchema(language);
  for (const [name, { fields = {}, ...own }] of Object.entries(behaviour)) {
    const type = schema.getType(name);
    if (isObjectType(type)) {
      for (const [field, resolve] of Object.entries(fields)) {
        type.getFields()[field]!.resolve = resolve;
      }
    } else if (!isAbstractType(type) && !isScalarType(type) && !isEnumType(type)) {
      throw new Error(`No behaviour for ${name}`);
    }
    Object.assign(type, own);
  }
  return schema;
}
