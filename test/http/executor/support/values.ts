/** A promise of the value after some turns of the microtask queue; a function is called then, and may throw. */
export async function later<T>(value: T | (() => T), turns = 1): Promise<T> {
  for (let turn = 0; turn < turns; turn += 1) {
    await Promise.resolve();
  }
  return typeof value === 'function' ? (value as () => T)() : value;
}

/** Throws anything, errors or not. */
export function raise(thrown: unknown): never {
  throw thrown;
}

/** An object with a `then` that is no Promise. */
export function thenable(value: unknown): object {
  return withThen({}, (...handlers) => Promise.resolve(value).then(...handlers));
}

/** The target, with a `then` of any kind. */
export function withThen<T extends object>(target: T, then: (...handlers: Parameters<Promise<unknown>['then']>) => unknown): T {
  // oxlint-disable-next-line unicorn/no-thenable -- what looks like a promise and is none is the point
  return Object.assign(target, { then });
}

/** An error with extensions, as the ledger's own refusals have them. */
export function refusal(message: string, code: string): Error {
  return Object.assign(new Error(message), { extensions: { code, retryable: false } });
}
