import { getArgumentValues, locatedError, responsePathAsArray, type GraphQLResolveInfo, type ResponsePath } from 'graphql';
import type { CollectedErrors } from './collected-errors';
import type { OperationPlan } from './operation-plan';
import type { FieldPlan, Shape } from './plan-types';

/** How much an answer holds: fields of its objects, and members of its lists. */
export interface AnswerSize {
  fields?: number;
  members?: number;
}

/** One request being answered. */
export interface Run {
  readonly plan: OperationPlan;
  readonly rootValue: unknown;
  readonly contextValue: unknown;
  readonly variableValues: Record<string, unknown>;
  readonly errors: CollectedErrors;
  /** How many members of lists the answer may hold, and how many more. */
  readonly mostMembers: number;
  membersLeft: number;
  /** Where how much the answer holds is told. */
  readonly size: AnswerSize | undefined;
  readonly tooManyMembers: () => Error;
  /** How many selections are being executed inside each other at this moment, without a promise in between. */
  selectionsOnStack: number;
  /** How many fields of objects have been executed so far. */
  fieldsMade: number;
  /** How many stand in remembered results, which are not made again. */
  fieldsUsedAgain: number;
  /** Goes up with whatever may come out otherwise in another request: a resolver that is not settled, a method, an error. */
  unsettled: number;
  /** Whether a remembered result stands in the answer. */
  usesAgain: boolean;
}

export function fieldPath(field: FieldPlan, parent: ResponsePath | undefined): ResponsePath {
  return { prev: parent, key: field.key, typename: field.parentType.name };
}

/** A fresh object for each call, since resolvers own their arguments. @throws GraphQLError for an argument that is missing or invalid. */
export function argumentsOf(run: Run, field: FieldPlan): Record<string, unknown> {
  return field.fixedArguments === undefined
    ? getArgumentValues(field.definition, field.nodes[0]!, run.variableValues)
    : { ...field.fixedArguments };
}

export function resolveInfo(run: Run, field: FieldPlan, path: ResponsePath): GraphQLResolveInfo {
  const { schema, prepared } = run.plan;
  return {
    fieldName: field.name,
    fieldNodes: field.nodes,
    returnType: field.definition.type,
    parentType: field.parentType,
    path,
    schema,
    fragments: prepared.fragments,
    rootValue: run.rootValue,
    operation: prepared.operation,
    variableValues: run.variableValues,
  };
}

/**
 * Ends a position with an error: null where the type allows it, else the error goes up to the parent.
 * @throws GraphQLError the located error, for a non-null position
 */
export function failPosition(run: Run, field: FieldPlan, shape: Shape, path: ResponsePath, thrown: unknown): null {
  run.unsettled += 1;
  const error = locatedError(thrown, field.nodes, responsePathAsArray(path));
  if (shape.nonNull) {
    throw error;
  }
  run.errors.add(error, path);
  return null;
}
