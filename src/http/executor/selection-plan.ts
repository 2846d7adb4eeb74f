import {
  defaultFieldResolver,
  getArgumentValues,
  isNonNullType,
  TypeNameMetaFieldDef,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { getFieldDef } from 'graphql/execution/execute';
import { settledField } from '../../shared/settled';
import type { FieldPlan, SelectionPlan } from './plan-types';
import { needsInfo, shapeOf } from './shape';

let selectionsPlanned = 0;

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
  selectionsPlanned += 1;
  return { id: selectionsPlanned, fields };
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
    settled: resolve === undefined || (definition.extensions[settledField] === true && definition.args.length === 0),
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
