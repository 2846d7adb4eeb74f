import { Extensions } from 'type-graphql';

/** What the executor made of a settled object: of the selection that came last, so that memory stays bounded by the objects. */
export interface Memory {
  /** Number of the selection; the plan that it belongs to may be forgotten meanwhile. */
  selection: number;
  result: object;
  /** How many members the lists in the result have together. */
  members: number;
}

const memories = new WeakMap<object, Memory>();

/** The key under which a field's extensions tell that it is settled. */
export const settledField = 'settled';

/**
 * For a field without permissions and arguments: of a settled object it always gives the same, whoever asks and in whatever request, and
 * what it gives is settled as well.
 */
export const Settled = () => Extensions({ [settledField]: true });

/** Declares that neither this object nor what its properties hold changes any more: what a selection makes of it may be used again. */
export function settle<T extends object>(object: T): T {
  memories.set(object, { selection: 0, result: object, members: 0 });
  return object;
}

/** Undefined for an object that is not settled. */
export function memoryOf(object: object): Memory | undefined {
  return memories.get(object);
}
