export type PromiseOrValue<T> = Promise<T> | T;

/** Whatever has a `then` counts as a promise, as it does for graphql-js. Primitives are told apart without reading a property. */
export function isPromise<T>(value: PromiseOrValue<T>): value is Promise<T> {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}

/** Folds `step` over the values one after the other, waiting only where a step gave a promise. */
export function reduceSerially<V, A>(
  values: Iterable<V>,
  start: A,
  step: (accumulator: A, value: V) => PromiseOrValue<A>,
): PromiseOrValue<A> {
  let accumulator: PromiseOrValue<A> = start;
  for (const value of values) {
    accumulator = isPromise(accumulator) ? accumulator.then((resolved) => step(resolved, value)) : step(accumulator, value);
  }
  return accumulator;
}

/**
 * Nobody waits for these any more, and one that still rejects must not end the process. Other thenables are left alone: some only begin
 * their work when they are asked.
 */
export function abandon(values: readonly unknown[]): void {
  for (const value of values) {
    if (value instanceof Promise) {
      value.catch(() => undefined);
    }
  }
}
