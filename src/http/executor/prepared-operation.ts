import { Kind, OperationTypeNode, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';
import { switchNames } from './switches';

/** An operation picked out of its document, with what is needed to choose a plan for it. */
export interface PreparedOperation {
  /** Different for each prepared operation of the process. */
  readonly id: number;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  readonly switches: readonly string[];
}

let operationsPrepared = 0;

/**
 * Undefined where graphql-js shall answer: no such operation, several and none named, or a subscription.
 */
export function prepareOperation(document: DocumentNode, operationName?: string | null): PreparedOperation | undefined {
  const operation = findOperation(document, operationName);
  if (operation === undefined || operation.operation === OperationTypeNode.SUBSCRIPTION) {
    return undefined;
  }
  const fragments = Object.create(null) as Record<string, FragmentDefinitionNode>;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments[definition.name.value] = definition;
    }
  }
  operationsPrepared += 1;
  return { id: operationsPrepared, operation, fragments, switches: switchNames(operation, Object.values(fragments)) };
}

/** The operation that a request means; undefined if there is none or more than one. */
export function findOperation(document: DocumentNode, operationName?: string | null): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operationName == null) {
    return operations.length === 1 ? operations[0] : undefined;
  }
  // The last one of that name, as graphql-js does; validation refuses a second.
  return operations.findLast((operation) => operation.name?.value === operationName);
}
