import { hash } from 'node:crypto';
import { getArgumentValues, getNamedType, GraphQLID, isInputObjectType, type GraphQLFormattedError, type GraphQLInputType } from 'graphql';
import { isId } from '../../shared/ids';
import type { Variables } from '../limits/cost-formula';
import type { RootField } from '../limits/operation-rules';

const MOST_MISSED = 32;
const DIGITS = 8;

type Data = Readonly<Record<string, unknown>> | null | undefined;

/**
 * Hashes of the ids that root fields were asked for, and that led to nothing which the caller can see: to null, or to NOT_FOUND. It costs
 * an answer without such fields a look at each of its root fields.
 */
export function missedIds(
  roots: readonly RootField[],
  variables: Variables,
  data: Data,
  errors: readonly GraphQLFormattedError[],
): string[] | undefined {
  const missed = new Set<string>();
  for (const root of roots) {
    const isMissing = missingIn(root, data?.[root.key], errors);
    if (isMissing === undefined) continue;
    for (const [index, id] of idsAskedFor(root, variables).entries()) {
      if (isMissing(index) && missed.size < MOST_MISSED) missed.add(digestOf(id));
    }
  }
  return missed.size === 0 ? undefined : [...missed];
}

/** The same of the address of a statement as CSV that was not found. */
export function missedInAddress(query: unknown): string[] {
  const ids = Object.values(query as Record<string, unknown>).filter((value) => typeof value === 'string' && isId(value.toLowerCase()));
  return (ids as string[]).slice(0, MOST_MISSED).map(digestOf);
}

/** To tell ids apart by, and not to find one again. */
function digestOf(id: string): string {
  return hash('sha256', id.toLowerCase()).slice(0, DIGITS);
}

/** Which of the ids in its arguments a root field did not find; undefined where it found what it was asked for. */
function missingIn({ key, field }: RootField, value: unknown, errors: readonly GraphQLFormattedError[]) {
  if (Array.isArray(value)) {
    return field.name === 'nodes' && value.includes(null) ? (index: number) => value[index] === null : undefined;
  }
  if (value !== null && value !== undefined) return undefined;
  const own = errors.filter(({ path }) => path?.[0] === key);
  if (own.length === 0) return errors.length === 0 ? () => true : undefined;
  return own.some(isOfTheField) ? () => true : undefined;
}

/** NOT_FOUND with violations is about codes in an input. */
function isOfTheField({ path, extensions = {} }: GraphQLFormattedError): boolean {
  const violations = extensions['violations'] as readonly unknown[] | undefined;
  return path!.length === 1 && extensions['code'] === 'NOT_FOUND' && !violations?.length;
}

function idsAskedFor({ field, node }: RootField, variables: Variables): string[] {
  if (!field.args.some(({ type }) => holdsIds(type))) return [];
  const values = getArgumentValues(field, node, variables);
  return field.args.flatMap(({ name, type }) => idsIn(type, values[name]));
}

function holdsIds(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  return named === GraphQLID || isInputObjectType(named);
}

/** Those of an argument and of the fields of an input, and not of what lies deeper: a batch holds thousands. */
function idsIn(type: GraphQLInputType, value: unknown): string[] {
  const named = getNamedType(type);
  if (named === GraphQLID) return [value].flat().filter((id): id is string => typeof id === 'string' && isId(id.toLowerCase()));
  if (!isInputObjectType(named) || typeof value !== 'object' || value === null) return [];
  const fields = Object.entries(named.getFields()).filter(([, field]) => getNamedType(field.type) === GraphQLID);
  return fields.flatMap(([name, field]) => idsIn(field.type, (value as Record<string, unknown>)[name]));
}
