import { GraphQLError, isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { inspect } from 'graphql/jsutils/inspect';
import type { AbstractShape, FieldPlan, ObjectShape } from './plan-types';
import { objectShape } from './shape';

/**
 * The shape of the concrete type that a resolved type name means. A name is checked once per field of a plan.
 * @throws GraphQLError in the words of graphql-js, if the name is none or is no possible type here
 */
export function concreteShape(
  schema: GraphQLSchema,
  field: FieldPlan,
  shape: AbstractShape,
  typeName: unknown,
  value: unknown,
): ObjectShape {
  const known = shape.concrete.get(typeName as string);
  if (known !== undefined) {
    return known;
  }
  const type = possibleType(schema, field, shape, typeName, value);
  const concrete = objectShape(type, shape.nonNull);
  shape.concrete.set(type.name, concrete);
  return concrete;
}

function possibleType(schema: GraphQLSchema, field: FieldPlan, shape: AbstractShape, typeName: unknown, value: unknown): GraphQLObjectType {
  const abstract = shape.type.name;
  const nodes = field.nodes;
  const place = `must resolve to an Object type at runtime for field "${field.parentType.name}.${field.name}"`;
  if (typeName == null) {
    const advice = `Either the "${abstract}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`;
    throw new GraphQLError(`Abstract type "${abstract}" ${place}. ${advice}`, { nodes });
  }
  if (isObjectType(typeName)) {
    throw new GraphQLError(
      'Support for returning GraphQLObjectType from resolveType was removed in graphql-js@16.0.0 please return type name instead.',
    );
  }
  if (typeof typeName !== 'string') {
    throw new GraphQLError(`Abstract type "${abstract}" ${place} with value ${inspect(value)}, received "${inspect(typeName)}".`);
  }
  const type = schema.getType(typeName);
  if (type == null) {
    throw new GraphQLError(`Abstract type "${abstract}" was resolved to a type "${typeName}" that does not exist inside the schema.`, {
      nodes,
    });
  }
  if (!isObjectType(type)) {
    throw new GraphQLError(`Abstract type "${abstract}" was resolved to a non-object type "${typeName}".`, { nodes });
  }
  if (!schema.isSubType(shape.type, type)) {
    throw new GraphQLError(`Runtime Object type "${type.name}" is not a possible type for "${abstract}".`, { nodes });
  }
  return type;
}
