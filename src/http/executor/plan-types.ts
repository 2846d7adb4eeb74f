import type { FieldNode, GraphQLAbstractType, GraphQLField, GraphQLFieldResolver, GraphQLLeafType, GraphQLObjectType } from 'graphql';

/** What to do for one object of one concrete type at one place of the operation. */
export interface SelectionPlan {
  /** Different for each selection of the process. */
  readonly id: number;
  readonly fields: readonly FieldPlan[];
}

/** Everything about a field that does not depend on the request. */
export interface FieldPlan {
  /** The response name: alias or name. */
  readonly key: string;
  readonly name: string;
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  /** The same array for every request that uses the plan: no key for state of a request. */
  readonly nodes: readonly FieldNode[];
  /** Undefined where the property of the source is the value. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | undefined;
  /** The arguments, when they are the same for every request and cannot be refused; copied for each call. */
  readonly fixedArguments: Readonly<Record<string, unknown>> | undefined;
  readonly shape: Shape;
  readonly needsInfo: boolean;
  /** What it gives for a settled object never changes: it is a property, or declared so. */
  readonly settled: boolean;
  /** The answer, where the operation alone decides it: `__typename`. */
  readonly constant: string | undefined;
  /** Set where reading a property and serializing it is all there is to do. */
  readonly plainLeaf: LeafShape | undefined;
}

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
