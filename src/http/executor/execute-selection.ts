/**
 * The recursion at the heart of the executor: a selection executes fields, a field completes its value, a value executes the selection
 * below it. It stands in one file because it is one cycle.
 *
 * Where a promise is chained, it is chained with as many steps as graphql-js takes: the order in which parallel fields settle decides
 * the order of the errors, and which of two errors below one null is reported.
 */
import { defaultTypeResolver, GraphQLError, type GraphQLResolveInfo, type ResponsePath } from 'graphql';
import { inspect } from 'graphql/jsutils/inspect';
import { memoryOf } from '../../shared/settled';
import { abandon, isPromise, reduceSerially, type PromiseOrValue } from './promises';
import { ResultObject } from './result-object';
import { callMethod, readProperty, resolveField } from './resolve-field';
import { rememberedResult } from './remembered-result';
import { failPosition, fieldPath, resolveInfo, type Run } from './run';
import { concreteShape } from './runtime-type';
import { serializeLeaf } from './serialize-leaf';
import type { AbstractShape, FieldPlan, LeafShape, ListShape, ObjectShape, SelectionPlan, Shape } from './plan-types';

/**
 * How many selections may stand inside each other on the stack. Deeper ones begin in a new turn: were the stack used up, an arbitrary field
 * would fail, and V8 can end the process when a regular expression (graphql-js has one to locate errors) is compiled on what is left.
 */
const MOST_ON_STACK = 250;

/**
 * All fields of one object, those with promises in parallel. Synchronous fields give a synchronous result.
 * @throws GraphQLError (or rejects with it) the first error of a non-null field
 */
export function executeSelection(
  run: Run,
  selection: SelectionPlan,
  source: unknown,
  path: ResponsePath | undefined,
): PromiseOrValue<ResultObject> {
  if (run.selectionsOnStack >= MOST_ON_STACK) {
    return Promise.resolve().then(() => executeSelection(run, selection, source, path));
  }
  const result = new ResultObject();
  let waiting: string[] | undefined;
  run.selectionsOnStack += 1;
  run.fieldsMade += selection.fields.length;
  try {
    for (const field of selection.fields) {
      const value = executeField(run, field, source, path);
      // Only a thenable that breaks its contract gives undefined.
      if (value !== undefined) {
        result[field.key] = value;
        if (isPromise(value)) {
          (waiting ??= []).push(field.key);
        }
      }
    }
  } catch (error) {
    if (waiting === undefined) {
      throw error;
    }
    // The fields that were started are waited for, then the object fails.
    return settle(result, waiting).finally(() => {
      throw error;
    });
  } finally {
    run.selectionsOnStack -= 1;
  }
  return waiting === undefined ? result : settle(result, waiting);
}

/** The root fields of a mutation, each after the one before it; the first error of a non-null field ends the series. */
export function executeSerially(run: Run, selection: SelectionPlan, source: unknown): PromiseOrValue<ResultObject> {
  run.fieldsMade += selection.fields.length;
  return reduceSerially(selection.fields, new ResultObject(), (result, field) => {
    const value = executeField(run, field, source, undefined);
    if (value === undefined) {
      return result;
    }
    if (isPromise(value)) {
      return value.then((resolved) => {
        result[field.key] = resolved;
        return result;
      });
    }
    result[field.key] = value;
    return result;
  });
}

/** Keys keep their places, since each has held its promise. */
function settle(result: ResultObject, waiting: readonly string[]): Promise<ResultObject> {
  return Promise.all(waiting.map((key) => result[key])).then((values) => {
    for (let index = 0; index < values.length; index += 1) {
      result[waiting[index] as string] = values[index];
    }
    return result;
  });
}

function executeField(run: Run, field: FieldPlan, source: unknown, parentPath: ResponsePath | undefined): unknown {
  if (field.constant !== undefined) {
    return field.constant;
  }
  if (field.plainLeaf !== undefined) {
    return executeLeaf(run, field, field.plainLeaf, source, parentPath);
  }
  const path = fieldPath(field, parentPath);
  try {
    const info = field.needsInfo || field.resolve !== undefined ? resolveInfo(run, field, path) : undefined;
    return completeResolved(run, field, path, info, resolveField(run, field, source, path, info));
  } catch (thrown) {
    return failPosition(run, field, field.shape, path, thrown);
  }
}

/** A leaf read from a property: neither path nor info nor arguments are made, unless it turns out that somebody needs them. */
function executeLeaf(run: Run, field: FieldPlan, leaf: LeafShape, source: unknown, parentPath: ResponsePath | undefined): unknown {
  try {
    const value = readProperty(source, field.name);
    if (typeof value === leaf.unchanged) {
      return value;
    }
    if (value == null) {
      return completeNull(field, leaf);
    }
    if (typeof value !== 'object' && typeof value !== 'function') {
      const serialized = serializeLeaf(leaf, value);
      if (!isPromise(serialized)) {
        return serialized;
      }
      return guard(run, field, leaf, fieldPath(field, parentPath), serialized);
    }
    const path = fieldPath(field, parentPath);
    const resolved = typeof value === 'function' ? callMethod(run, field, source, path, undefined) : value;
    return completeResolved(run, field, path, undefined, resolved);
  } catch (thrown) {
    return failPosition(run, field, leaf, fieldPath(field, parentPath), thrown);
  }
}

function completeResolved(
  run: Run,
  field: FieldPlan,
  path: ResponsePath,
  info: GraphQLResolveInfo | undefined,
  resolved: unknown,
): unknown {
  const completed = isPromise(resolved)
    ? resolved.then((value) => completeValue(run, field, field.shape, path, info, value))
    : completeValue(run, field, field.shape, path, info, resolved);
  return isPromise(completed) ? guard(run, field, field.shape, path, completed) : completed;
}

function guard(run: Run, field: FieldPlan, shape: Shape, path: ResponsePath, completed: Promise<unknown>): Promise<unknown> {
  return completed.then(undefined, (thrown: unknown) => failPosition(run, field, shape, path, thrown));
}

function completeValue(
  run: Run,
  field: FieldPlan,
  shape: Shape,
  path: ResponsePath,
  info: GraphQLResolveInfo | undefined,
  value: unknown,
): unknown {
  if (value instanceof Error) {
    throw value;
  }
  if (value == null) {
    return completeNull(field, shape);
  }
  switch (shape.kind) {
    case 'leaf':
      return serializeLeaf(shape, value);
    case 'object':
      return completeObject(run, field, shape, path, info, value);
    case 'list':
      return completeList(run, field, shape, path, info, value);
    case 'abstract':
      return completeAbstract(run, field, shape, path, info as GraphQLResolveInfo, value);
  }
}

function completeNull(field: FieldPlan, shape: Shape): null {
  if (shape.nonNull) {
    throw new Error(`Cannot return null for non-nullable field ${field.parentType.name}.${field.name}.`);
  }
  return null;
}

function completeList(
  run: Run,
  field: FieldPlan,
  shape: ListShape,
  path: ResponsePath,
  info: GraphQLResolveInfo | undefined,
  list: unknown,
): PromiseOrValue<unknown[]> {
  if (typeof list !== 'object' || typeof (list as Partial<Iterable<unknown>>)[Symbol.iterator] !== 'function') {
    throw new GraphQLError(`Expected Iterable, but did not find one for field "${field.parentType.name}.${field.name}".`);
  }
  const completed: unknown[] = [];
  let waiting = false;
  try {
    for (const item of list as Iterable<unknown>) {
      run.membersLeft -= 1;
      if (run.membersLeft < 0) throw run.tooManyMembers();
      const value = completeItem(run, field, shape.item, { prev: path, key: completed.length, typename: undefined }, info, item);
      // Undefined is what a thenable that breaks its contract gives; it counts as pending, as anywhere.
      waiting ||= value === undefined || isPromise(value);
      completed.push(value);
    }
  } catch (error) {
    abandon(completed);
    abandon(Array.isArray(list) ? list.slice(completed.length + 1) : []);
    throw error;
  }
  return waiting ? Promise.all(completed) : completed;
}

function completeItem(
  run: Run,
  field: FieldPlan,
  shape: Shape,
  path: ResponsePath,
  info: GraphQLResolveInfo | undefined,
  item: unknown,
): unknown {
  try {
    const completed = isPromise(item)
      ? item.then((value) => completeValue(run, field, shape, path, info, value))
      : completeValue(run, field, shape, path, info, item);
    return isPromise(completed) ? guard(run, field, shape, path, completed) : completed;
  } catch (thrown) {
    return failPosition(run, field, shape, path, thrown);
  }
}

function completeAbstract(
  run: Run,
  field: FieldPlan,
  shape: AbstractShape,
  path: ResponsePath,
  info: GraphQLResolveInfo,
  value: unknown,
): PromiseOrValue<ResultObject> {
  run.unsettled += 1;
  const resolveType = shape.type.resolveType ?? defaultTypeResolver;
  const typeName: unknown = resolveType(value, run.contextValue, info, shape.type);
  const completeAs = (name: unknown) =>
    completeObject(run, field, concreteShape(run.plan.schema, field, shape, name, value), path, info, value);
  return isPromise(typeName) ? typeName.then(completeAs) : completeAs(typeName);
}

function completeObject(
  run: Run,
  field: FieldPlan,
  shape: ObjectShape,
  path: ResponsePath,
  info: GraphQLResolveInfo | undefined,
  value: unknown,
): PromiseOrValue<ResultObject> {
  const selection = shape.selection ?? run.plan.subSelection(field, shape, run.variableValues);
  if (shape.type.isTypeOf == null) {
    const memory = memoryOf(value as object);
    return memory === undefined
      ? executeSelection(run, selection, value, path)
      : rememberedResult(run, memory, selection.id, () => executeSelection(run, selection, value, path));
  }
  run.unsettled += 1;
  const isTypeOf: unknown = shape.type.isTypeOf(value, run.contextValue, info as GraphQLResolveInfo);
  const executeIf = (matches: unknown) => {
    if (!matches) {
      throw new GraphQLError(`Expected value of type "${shape.type.name}" but got: ${inspect(value)}.`, { nodes: field.nodes });
    }
    return executeSelection(run, selection, value, path);
  };
  return isPromise(isTypeOf) ? isTypeOf.then(executeIf) : executeIf(isTypeOf);
}
