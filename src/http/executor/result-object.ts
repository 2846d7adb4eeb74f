/** The object that a selection set gives: response names to completed values, in the order of the document. */
export type ResultObject = Record<string, unknown>;

/**
 * Makes an empty result object. It inherits from nothing that has properties, so an alias `__proto__`, `constructor` or `toString` is a
 * name like any other; and it has a constructor, because an object from `Object.create(null)` itself would be a slow hash table.
 */
export const ResultObject = function () {} as unknown as { new (): ResultObject; prototype: object };
ResultObject.prototype = Object.freeze(Object.create(null) as object);
