/** The object that a selection set gives: response names to completed values, in the order of the document. */
export type ResultObject = Record<string, unknown>;

/**
 * What result objects inherit from: nothing at all. An alias `__proto__`, `constructor` or `toString` is therefore a name like any other.
 */
const nothing: object = Object.freeze(Object.create(null) as object);

/**
 * Makes a constructor of empty result objects. Each selection has its own, so that the engine learns the layout of each; an object from
 * `Object.create(null)` would be a slow hash table.
 */
export function resultConstructor(): new () => ResultObject {
  const Result = function () {} as unknown as { new (): ResultObject; prototype: object };
  Result.prototype = nothing;
  return Result;
}
