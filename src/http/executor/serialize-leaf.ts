import { inspect } from 'graphql/jsutils/inspect';
import type { LeafShape } from './plan-types';

/** @throws whatever the type's `serialize` throws, and an Error if it gives null or undefined */
export function serializeLeaf(shape: LeafShape, value: unknown): unknown {
  if (typeof value === shape.unchanged) {
    return value;
  }
  const serialized: unknown = shape.type.serialize(value);
  if (serialized == null) {
    throw new Error(
      `Expected \`${inspect(shape.type)}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(serialized)}`,
    );
  }
  return serialized;
}
