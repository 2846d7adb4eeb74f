import { Extensions } from 'type-graphql';

/** What the executor keeps with a settled object: the selection that came last only, so that memory stays bounded by the objects. */
export interface Memory {
  last: Remembered | undefined;
}

/** What a selection made of a settled object. */
export interface Remembered {
  /** Number of the selection; the plan that it belongs to may be forgotten meanwhile. */
  readonly selection: number;
  readonly result: object;
  /** How many members the lists in the result have together. */
  readonly members: number;
  /** How many fields its objects have together. */
  readonly fields: number;
  /** Whether it was used again, and then the JSON of the result, once somebody has written it. */
  used: boolean;
  text: string | undefined;
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
  memories.set(object, { last: undefined });
  return object;
}

/** Undefined for an object that is not settled. */
export function memoryOf(object: object): Memory | undefined {
  return memories.get(object);
}
