import {
  getNullableType,
  GraphQLBoolean,
  GraphQLID,
  GraphQLString,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import type { SelectionPlan } from './selection-plan';

/** How a value of a field's type is completed. One tree of these per planned field, because it also keeps the field's sub-selections. */
export type Shape = LeafShape | ListShape | ObjectShape | AbstractShape;

export interface LeafShape {
  readonly kind: 'leaf';
  readonly nonNull: boolean;
  readonly type: GraphQLLeafType;
  /** Values of this `typeof` are serialized to themselves. Only for built-in scalars, whose `serialize` is known to do that. */
  readonly unchanged: 'string' | 'boolean' | undefined;
}

export interface ListShape {
  readonly kind: 'list';
  readonly nonNull: boolean;
  readonly item: Shape;
}

export interface ObjectShape {
  readonly kind: 'object';
  readonly nonNull: boolean;
  readonly type: GraphQLObjectType;
  /** Made when the first object arrives. */
  selection: SelectionPlan | undefined;
}

export interface AbstractShape {
  readonly kind: 'abstract';
  readonly nonNull: boolean;
  readonly type: GraphQLAbstractType;
  /** By the name of each concrete type that has arrived so far, and was found valid. */
  readonly concrete: Map<string, ObjectShape>;
}

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
