import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields';
import { getFieldDef } from 'graphql/execution/execute';
import { AppError } from '../../shared/errors';
import { dearest, product, sum, type Cost, type Variables } from './cost-formula';
import { listSize, pageSize } from './list-size';

/** More fields than this are not looked at: a kilobyte of fragments can stand for a billion fields. */
const MOST_NODES = 2_000;

/** A total is counted over a whole list, whatever the page. */
const TOTAL_COST = 100;

type Collected = ReadonlyMap<string, readonly FieldNode[]>;

/**
 * The cost of an operation, from the fields of its root as graphql-js collects them. A field costs one; a list costs as many times what
 * stands in it as it may have members. Duplicates are merged as execution merges them, and of several types the dearest counts.
 * @throws AppError TOO_COMPLEX where the operation has more fields than are looked at
 */
export function compileCost(
  schema: GraphQLSchema,
  fragments: Record<string, FragmentDefinitionNode>,
  variables: Variables,
  rootType: GraphQLObjectType,
  rootFields: Collected,
): Cost {
  let nodes = 0;

  /** `page` is the size of the connection that the selection is made on, if it is one. */
  const selection = (type: GraphQLObjectType, fields: Collected, page: Cost | undefined): Cost =>
    sum([...fields.values()].map((sameKey) => field(type, sameKey, page)));

  const field = (parent: GraphQLObjectType, sameKey: readonly FieldNode[], page: Cost | undefined): Cost => {
    nodes += 1;
    if (nodes > MOST_NODES)
      throw new AppError('TOO_COMPLEX', `The operation has more than ${MOST_NODES} fields when its fragments are spread.`);
    const node = sameKey[0]!;
    const definition = getFieldDef(schema, parent, node);
    // What describes the schema costs no rows, and validation minds its depth.
    if (!definition || definition.name.startsWith('__')) return 1;
    const type = getNamedType(definition.type);
    if (isLeafType(type)) return definition.name === 'totalCount' ? TOTAL_COST : 1;
    const connection = isConnection(type);
    const inside = dearest(
      possibleTypes(type as GraphQLCompositeType).map((concrete) => {
        const fields = collectSubfields(schema, fragments, variables, concrete, sameKey);
        return selection(concrete, fields, connection ? pageSize(node) : undefined);
      }),
    );
    const isList = isListType(getNullableType(definition.type));
    return sum([1, product(isList ? (page ?? listSize(definition, node)) : 1, inside)]);
  };

  const possibleTypes = (type: GraphQLCompositeType): readonly GraphQLObjectType[] =>
    isAbstractType(type) ? schema.getPossibleTypes(type) : [type];

  return selection(rootType, rootFields, undefined);
}

function isConnection(type: GraphQLNamedOutputType): boolean {
  return (isObjectType(type) || isInterfaceType(type)) && type.name.endsWith('Connection') && type.getFields()['edges'] !== undefined;
}
