import {
  defaultFieldResolver,
  getArgumentValues,
  isNonNullType,
  TypeNameMetaFieldDef,
  type FieldNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { getFieldDef } from 'graphql/execution/execute';
import { needsInfo, shapeOf, type LeafShape, type Shape } from './shape';

/** What to do for one object of one concrete type at one place of the operation. */
export interface SelectionPlan {
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
  /** The answer, where the operation alone decides it: `__typename`. */
  readonly constant: string | undefined;
  /** Set where reading a property and serializing it is all there is to do. */
  readonly plainLeaf: LeafShape | undefined;
}

export function planSelection(
  schema: GraphQLSchema,
  parentType: GraphQLObjectType,
  collected: ReadonlyMap<string, readonly FieldNode[]>,
): SelectionPlan {
  const fields: FieldPlan[] = [];
  for (const [key, nodes] of collected) {
    const definition = getFieldDef(schema, parentType, nodes[0] as FieldNode);
    // A field that the schema does not have is left out of the answer, as graphql-js does with a document that was not validated.
    if (definition != null) {
      fields.push(planField(key, nodes, parentType, definition));
    }
  }
  return { fields };
}

function planField(
  key: string,
  nodes: readonly FieldNode[],
  parentType: GraphQLObjectType,
  definition: GraphQLField<unknown, unknown>,
): FieldPlan {
  const shape = shapeOf(definition.type);
  const resolve = definition.resolve === defaultFieldResolver ? undefined : definition.resolve;
  const fixedArguments = argumentsKnownAhead(definition, nodes[0] as FieldNode);
  const isProperty = resolve === undefined && fixedArguments !== undefined;
  return {
    key,
    name: definition.name,
    parentType,
    definition,
    nodes,
    resolve,
    fixedArguments,
    shape,
    needsInfo: needsInfo(shape),
    constant: definition === TypeNameMetaFieldDef ? parentType.name : undefined,
    plainLeaf: isProperty && shape.kind === 'leaf' ? shape : undefined,
  };
}

function argumentsKnownAhead(definition: GraphQLField<unknown, unknown>, node: FieldNode): Readonly<Record<string, unknown>> | undefined {
  if (definition.args.length === 0) {
    return {};
  }
  const names = node.arguments?.length ?? 0;
  const lacksOne = definition.args.some((argument) => argument.defaultValue === undefined && isNonNullType(argument.type));
  return names > 0 || lacksOne ? undefined : getArgumentValues(definition, node);
}
