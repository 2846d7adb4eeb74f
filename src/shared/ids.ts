import { randomFillSync } from 'node:crypto';
import { V7Generator } from 'uuidv7';
import { AppError } from './errors';

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Random numbers are drawn some hundreds at a time: to draw them for each id costs more than the rest of it. */
const drawn = new Uint32Array(512);
let used = drawn.length;

const generator = new V7Generator({
  nextUint32() {
    if (used === drawn.length) {
      randomFillSync(drawn);
      used = 0;
    }
    return drawn[used++]!;
  },
});

/** A new public id: a UUID of version 7 (RFC 9562), lower case, ordered by the time it was made. */
export function newId(): string {
  return generator.generate().toString();
}

export function isId(value: string): boolean {
  return pattern.test(value);
}

/** The id in lower case. @throws AppError BAD_USER_INPUT where `value` is no UUID; `path` leads to the argument. */
export function parseId(value: string, path: readonly string[]): string {
  const id = value.toLowerCase();
  if (isId(id)) return id;
  throw new AppError('BAD_USER_INPUT', `${path.join('.')} must be a UUID.`, {
    violations: [{ code: 'NOT_A_UUID', message: 'This must be a UUID, such as 0192f0c1-2b3c-7d4e-8f50-61728394a5b6.', path }],
  });
}
