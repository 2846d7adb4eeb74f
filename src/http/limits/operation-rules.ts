import { OperationTypeNode, type FieldNode, type GraphQLField, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { collectFields } from 'graphql/execution/collectFields';
import type { Permission } from '../../auth';
import { AppError } from '../../shared/errors';
import { findOperation, OperationCache, type OperationAddress } from '../executor';
import { switchNames, switchPositions } from '../executor/switches';
import { declaredPermissions } from '../schema/authorized';
import { compileCost } from './compile-cost';
import type { Cost, Variables } from './cost-formula';
import { fragmentsOf } from './fragments';

/** A root field that declares permissions. */
export interface GuardedRootField {
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly permissions: readonly Permission[];
}

/** A root field, by its key in the answer. */
export interface RootField {
  readonly key: string;
  readonly field: GraphQLField<unknown, unknown>;
  readonly node: FieldNode;
}

/** What must hold before an operation is run. */
export interface OperationRules {
  readonly isMutation: boolean;
  /** One for each key of the answer. */
  readonly roots: readonly RootField[];
  readonly guarded: readonly GuardedRootField[];
  /** A refusal where the cost is beyond counting. */
  readonly cost: Cost | AppError;
}

interface OperationEntry {
  readonly switches: readonly string[];
  readonly byPosition: Map<string, OperationRules>;
}

/** How many operations are remembered, and how many combinations of @skip and @include for each. */
const MOST_OPERATIONS = 1_000;
const MOST_POSITIONS = 32;

/** Works out the rules of an operation once, and again only where @skip or @include choose other fields. */
export class OperationRulebook {
  private readonly cache: OperationCache<OperationEntry>;

  constructor(private readonly schema: GraphQLSchema) {
    this.cache = new OperationCache(MOST_OPERATIONS, ({ document, operationName }) => {
      const operation = findOperation(document, operationName);
      return operation && { switches: switchNames(operation, Object.values(fragmentsOf(document))), byPosition: new Map() };
    });
  }

  /** The operation must be the one that the address means; its variables are coerced. */
  rulesOf(address: OperationAddress, operation: OperationDefinitionNode, variables: Variables): OperationRules {
    const entry = this.cache.get(address)!;
    const position = switchPositions(entry.switches, variables);
    let rules = entry.byPosition.get(position);
    if (!rules) {
      rules = deriveRules(this.schema, address, operation, variables);
      if (entry.byPosition.size >= MOST_POSITIONS) entry.byPosition.clear();
      entry.byPosition.set(position, rules);
    }
    return rules;
  }
}

function deriveRules(
  schema: GraphQLSchema,
  { document }: OperationAddress,
  operation: OperationDefinitionNode,
  variables: Variables,
): OperationRules {
  const fragments = fragmentsOf(document);
  const rootType = schema.getRootType(operation.operation)!;
  const fields = collectFields(schema, fragments, variables, rootType, operation.selectionSet);
  const roots: RootField[] = [];
  const guarded: GuardedRootField[] = [];
  for (const [key, nodes] of fields) {
    const field = rootType.getFields()[nodes[0]!.name.value];
    if (!field) continue;
    roots.push({ key, field, node: nodes[0]! });
    const permissions = declaredPermissions(field);
    if (permissions) guarded.push({ key, nodes, permissions });
  }
  return {
    isMutation: operation.operation === OperationTypeNode.MUTATION,
    roots,
    guarded,
    cost: refusalOr(() => compileCost(schema, fragments, variables, rootType, fields)),
  };
}

function refusalOr(compile: () => Cost): Cost | AppError {
  try {
    return compile();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
