import {
  getNullableType,
  GraphQLBoolean,
  GraphQLID,
  GraphQLString,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import type { ObjectShape, Shape } from './plan-types';

export function shapeOf(type: GraphQLOutputType): Shape {
  const nonNull = isNonNullType(type);
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    return { kind: 'list', nonNull, item: shapeOf(nullable.ofType) };
  }
  if (isLeafType(nullable)) {
    return { kind: 'leaf', nonNull, type: nullable, unchanged: unchangedBy(nullable) };
  }
  if (isAbstractType(nullable)) {
    return { kind: 'abstract', nonNull, type: nullable, concrete: new Map() };
  }
  return objectShape(nullable as GraphQLObjectType, nonNull);
}

export function objectShape(type: GraphQLObjectType, nonNull: boolean): ObjectShape {
  return { kind: 'object', nonNull, type, selection: undefined };
}

/** True if completing such a value may call a function of the schema that is given the resolve info. */
export function needsInfo(shape: Shape): boolean {
  switch (shape.kind) {
    case 'leaf':
      return false;
    case 'list':
      return needsInfo(shape.item);
    case 'object':
      return shape.type.isTypeOf != null;
    case 'abstract':
      return true;
  }
}

function unchangedBy(type: GraphQLLeafType): 'string' | 'boolean' | undefined {
  if (type === GraphQLString || type === GraphQLID) {
    return 'string';
  }
  return type === GraphQLBoolean ? 'boolean' : undefined;
}
