import { assertValidSchema, execute, OperationTypeNode, type ExecutionResult, type GraphQLError, type GraphQLSchema } from 'graphql';
import type { CacheCounts } from '../../shared/cache-counts';
import { coerceVariables } from './coerce-variables';
import { CollectedErrors } from './collected-errors';
import { executeSelection, executeSerially } from './execute-selection';
import type { OperationAddress } from './operation-cache';
import { PlanCache } from './plan-cache';
import { isPromise, type PromiseOrValue } from './promises';
import type { ResultObject } from './result-object';
import { markForText } from './result-text';
import type { AnswerSize, Run } from './run';

/** One operation to run. The document must have been validated by the caller. */
export interface ExecutionRequest extends OperationAddress {
  /** As sent by the client. */
  readonly variableValues?: Readonly<Record<string, unknown>> | null;
  /** What `coerceVariables` made of `variableValues`, if the caller has done that already; then it is not done again. */
  readonly coercedVariables?: Record<string, unknown>;
  readonly rootValue?: unknown;
  readonly contextValue?: unknown;
  /** Filled in once the operation has been run, by the plan-caching executor. */
  readonly size?: AnswerSize;
}

export interface ExecutorOptions {
  /** How many plans are remembered. */
  readonly maxPlans?: number;
  /** Told of each plan that is looked up. */
  readonly planCounts?: CacheCounts | undefined;
  /** How many members all lists of one answer may have together: what a list holds is known only once it is there. Default: any number. */
  readonly maxMembers?: number;
  /** The error of the list that goes past it. */
  readonly tooManyMembers?: () => Error;
}

/** Field errors are in the result, and keep what was thrown as `originalError`. A result without promises comes synchronously. */
export type Executor = (request: ExecutionRequest) => PromiseOrValue<ExecutionResult>;

const USUAL_MAX_PLANS = 500;

/**
 * An executor that answers as graphql-js does, and remembers what depends only on the operation. Resolvers are looked up when a field is
 * first planned, so the schema must be complete by then.
 * @throws Error if the schema is invalid
 */
export function createExecutor(schema: GraphQLSchema, options: ExecutorOptions = {}): Executor {
  const {
    maxPlans = USUAL_MAX_PLANS,
    maxMembers = Number.MAX_SAFE_INTEGER,
    tooManyMembers = () => new Error('The answer has too many members.'),
  } = options;
  assertValidSchema(schema);
  const cache = new PlanCache(schema, maxPlans, options.planCounts);
  const reference = createReferenceExecutor(schema);
  return (request) => {
    const prepared = cache.operation(request);
    // Mistaken requests, subscriptions and operations that the schema does not offer are not worth a second implementation.
    if (prepared === undefined || schema.getRootType(prepared.operation.operation) == null || !isMap(request.variableValues)) {
      return reference(request);
    }
    let variables = request.coercedVariables;
    if (variables === undefined) {
      const { coerced, errors } = coerceVariables(schema, prepared.operation, request.variableValues);
      if (coerced === undefined) {
        return { errors };
      }
      variables = coerced;
    }
    return execution({
      plan: cache.plan(prepared, variables),
      rootValue: request.rootValue,
      contextValue: request.contextValue,
      variableValues: variables,
      errors: new CollectedErrors(),
      mostMembers: maxMembers,
      membersLeft: maxMembers,
      size: request.size,
      tooManyMembers,
      selectionsOnStack: 0,
      fieldsMade: 0,
      fieldsUsedAgain: 0,
      unsettled: 0,
      usesAgain: false,
    });
  };
}

/** graphql-js behind the same signature: the yardstick, and the way out should the plan-caching executor ever be in doubt. */
export function createReferenceExecutor(schema: GraphQLSchema): Executor {
  return ({ document, operationName, variableValues, rootValue, contextValue }) =>
    execute({ schema, document, operationName, variableValues, rootValue, contextValue });
}

function isMap(variableValues: unknown): boolean {
  return variableValues == null || typeof variableValues === 'object';
}

function execution(run: Run): PromiseOrValue<ExecutionResult> {
  try {
    const data = executeRoot(run);
    return isPromise(data)
      ? data.then(
          (resolved) => answer(run, resolved),
          (error) => failed(run, error),
        )
      : answer(run, data);
  } catch (error) {
    return failed(run, error as GraphQLError);
  }
}

function executeRoot(run: Run): PromiseOrValue<ResultObject> {
  const { schema, prepared } = run.plan;
  const { operation } = prepared.operation;
  const selection = run.plan.rootSelection(schema.getRootType(operation)!, run.variableValues);
  return operation === OperationTypeNode.MUTATION
    ? executeSerially(run, selection, run.rootValue)
    : executeSelection(run, selection, run.rootValue, undefined);
}

/** The whole answer is null: a non-null root field failed. */
function failed(run: Run, error: GraphQLError): ExecutionResult {
  run.errors.add(error, undefined);
  return answer(run, null);
}

function answer(run: Run, data: ResultObject | null): ExecutionResult {
  if (data !== null && run.usesAgain) markForText(data);
  if (run.size) {
    run.size.fields = run.fieldsMade + run.fieldsUsedAgain;
    run.size.members = Math.min(run.mostMembers, run.mostMembers - run.membersLeft);
  }
  const errors = run.errors.list;
  return errors.length === 0 ? { data } : { errors, data };
}
