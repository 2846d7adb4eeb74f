import type { GraphQLResolveInfo, ResponsePath } from 'graphql';
import type { ResultObject } from './result-object';
import { argumentsOf, resolveInfo, type Run } from './run';
import type { FieldPlan } from './plan-types';

/** What a field's resolver gives or, without one, what graphql-js's default resolver would: the property, or the answer of the method. */
export function resolveField(
  run: Run,
  field: FieldPlan,
  source: unknown,
  path: ResponsePath,
  info: GraphQLResolveInfo | undefined,
): unknown {
  const { resolve } = field;
  if (!field.settled) run.unsettled += 1;
  if (resolve !== undefined) {
    return resolve(source, argumentsOf(run, field), run.contextValue, info as GraphQLResolveInfo);
  }
  // Arguments that are refused fail the field even if nobody takes them.
  const fieldArguments = field.fixedArguments === undefined ? argumentsOf(run, field) : undefined;
  const value = readProperty(source, field.name);
  return typeof value === 'function' ? callMethod(run, field, source, path, info, fieldArguments) : value;
}

export function readProperty(source: unknown, name: string): unknown {
  return (typeof source === 'object' && source !== null) || typeof source === 'function' ? (source as ResultObject)[name] : undefined;
}

type Method = (fieldArguments: Record<string, unknown>, context: unknown, info: GraphQLResolveInfo) => unknown;

/** The property is read a second time for the call, as graphql-js does: a getter sees both. */
export function callMethod(
  run: Run,
  field: FieldPlan,
  source: unknown,
  path: ResponsePath,
  info = resolveInfo(run, field, path),
  fieldArguments = argumentsOf(run, field),
): unknown {
  run.unsettled += 1;
  return (source as Record<string, Method>)[field.name]!(fieldArguments, run.contextValue, info);
}
