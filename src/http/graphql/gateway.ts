import type { GraphQLSchema } from 'graphql';
import type { Settings } from '../../config';
import type { CacheCounts } from '../../shared/cache-counts';
import type { Tracer } from '../../shared/tracer';
import { coerceVariables, createExecutor, createReferenceExecutor, type Executor } from '../executor';
import { protocolRefusal } from '../errors/refusals';
import { OperationRulebook } from '../limits/operation-rules';
import type { Gateway, GatewayExecutor } from './apollo-gateway';
import { chargeOperation } from './charge-operation';
import type { GraphQLContext } from './context';
import { checkIdempotencyKey } from './idempotency-key';
import { tooComplex } from '../limits/too-complex';
import { checkCost, checkRootFields } from './preconditions';
import { tracedExecutor } from './trace-operations';

const executors: Readonly<Record<Settings['executor'], (schema: GraphQLSchema, maxMembers: number, planCounts?: CacheCounts) => Executor>> =
  {
    'plan-caching': (schema, maxMembers, planCounts) =>
      createExecutor(schema, {
        maxMembers,
        planCounts,
        tooManyMembers: () => tooComplex('The answer has too many list members', 'maxMembers', maxMembers),
      }),
    // The reference is for comparing answers, not for being attacked: it has no such bound.
    'graphql-js': (schema) => createReferenceExecutor(schema),
  };

/**
 * Our executor in Apollo's place for one. Apollo has parsed and validated; then, in this order: the variables are coerced, the cost is
 * counted and taken from the caller's quota, the root fields are decided, and the operation is run.
 */
export function createGateway(
  schema: GraphQLSchema,
  settings: Pick<Settings, 'executor' | 'maxCost' | 'maxMembers'>,
  planCounts?: CacheCounts,
  tracer?: Tracer,
): Gateway {
  const execute = executors[settings.executor](schema, settings.maxMembers, planCounts);
  const rulebook = new OperationRulebook(schema);

  const executor: GatewayExecutor = async ({ document, operation, operationName, queryHash, request, context }) => {
    const address = { document, documentKey: queryHash, operationName: request.operationName };
    const contextValue = context as unknown as GraphQLContext;
    const run = { ...address, variableValues: request.variables, contextValue };
    // Where several operations are sent and none is named, or another, the executor complains and Apollo gives that its code.
    if (!operation) return execute(run);
    if (!schema.getRootType(operation.operation)) {
      throw protocolRefusal('GRAPHQL_VALIDATION_FAILED', `The schema has no operations of the kind ${operation.operation}.`);
    }
    const { outcome } = contextValue;
    outcome.operationName = operationName ?? undefined;
    outcome.operationType = operation.operation;
    const { coerced, errors } = coerceVariables(schema, operation, request.variables);
    if (!coerced) return { errors };
    const rules = rulebook.rulesOf(address, operation, coerced);
    contextValue.run.roots = rules.roots;
    contextValue.run.variables = coerced;
    checkCost(rules, coerced, settings.maxCost, outcome);
    chargeOperation(rules, contextValue);
    const decided = checkRootFields(rules, contextValue);
    if (decided) return decided;
    if (contextValue.idempotencyKey !== undefined) checkIdempotencyKey(rules);
    return execute({ ...run, coercedVariables: coerced, size: contextValue.run.size });
  };

  let announce: ((schema: GraphQLSchema) => void) | undefined;
  return {
    onSchemaLoadOrUpdate(callback) {
      announce = (apiSchema) => callback({ apiSchema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load() {
      announce?.(schema);
      return Promise.resolve({ executor: tracer ? tracedExecutor(executor, tracer) : executor });
    },
    stop: () => Promise.resolve(),
  };
}
