import { getNullableType, GraphQLError, isEnumType, isLeafType, isListType, isNonNullType, type GraphQLOutputType } from 'graphql';
import { later, raise, refusal, thenable } from '../support/values';
import { hash, Random } from './random';
import { Source } from './source';

/**
 * What a field of the type gives, decided by the seed alone: mostly something fitting, now and then null, an error in one of its many
 * forms, a promise of any of these, or a value of another kind. May throw.
 */
export function behave(type: GraphQLOutputType, seed: number, world: number): unknown {
  const random = new Random(seed);
  const turns = 1 + random.below(4);
  switch (random.below(40)) {
    case 0:
      return isNonNullType(type) && random.chance(85) ? fitting(type, random, world) : random.pick([null, undefined]);
    case 1:
      return isNonNullType(type) && random.chance(80) ? fitting(type, random, world) : raise(failure(random, seed));
    case 2:
      return random.chance(50) ? new Error(`returned ${seed}`) : fitting(type, random, world);
    case 3:
      return random.chance(50) ? own(later(() => raise(failure(random, seed)), turns)) : later(fitting(type, random, world), turns);
    case 4:
    case 5:
    case 6:
      return own(later(() => behave(type, hash(seed, 'later'), world), turns));
    case 7:
      return random.chance(30) ? thenable(fitting(type, random, world)) : fitting(type, random, world);
    case 8:
      return random.chance(40) ? random.pick<unknown>([7, 'text', true, {}, [], NaN, { valueOf: () => 3 }]) : fitting(type, random, world);
    default:
      return fitting(type, random, world);
  }
}

function failure(random: Random, seed: number): unknown {
  return random.pick<() => unknown>([
    () => new Error(`thrown ${seed}`),
    () => refusal(`refused ${seed}`, 'FORBIDDEN'),
    () => new GraphQLError(`graphql ${seed}`, { extensions: { code: 'NOT_FOUND' } }),
    () => `text ${seed}`,
    () => undefined,
  ])();
}

function fitting(type: GraphQLOutputType, random: Random, world: number): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const items = Array.from({ length: random.below(5) }, () => item(nullable.ofType, random, world));
    return random.pick<() => Iterable<unknown>>([() => items, () => items, () => new Set(items), () => items.values()])();
  }
  if (isEnumType(nullable)) {
    return random.pick(['LOW', 'HIGH', 'LOW', 'HIGH', 'LOW', 'HIGH', 'LOW', 'HIGH', 'NONE']);
  }
  if (isLeafType(nullable)) {
    return nullable.name === 'String' ? `s${random.below(1000)}` : random.below(1000);
  }
  const id = random.below(1 << 30);
  const parity = nullable.name === 'Alpha' ? 0 : nullable.name === 'Beta' ? 1 : id % 2;
  return new Source(world, random.chance(97) ? id - (id % 2) + parity : id);
}

/** Items cannot throw while the list is made. */
function item(type: GraphQLOutputType, random: Random, world: number): unknown {
  try {
    return behave(type, random.below(1 << 30), world);
  } catch (thrown) {
    return own(later(() => raise(thrown)));
  }
}

/** A promise that never reaches the executor is our own matter; those that the executor makes of it are not. */
function own<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
