import type { Random } from './random';
import type { Variables } from './rounds';

/** Required, with a default, and optional: true, false, and for the latter two also null and absent. */
export function everyPosition(): Variables[] {
  const positions: Variables[] = [{ a: null, b: true }, { b: false }];
  for (const a of [true, false]) {
    for (const b of [{ b: true }, { b: false }, { b: null }, {}]) {
      for (const c of [{ c: true }, { c: false }, { c: null }, {}]) {
        positions.push({ a, ...b, ...c });
      }
    }
  }
  return positions;
}

/** The switches as given, and most of the other variables, now and then with a value that is refused. */
export function valuesOf(random: Random, switches: Variables): Variables {
  const values: Record<string, unknown> = { ...switches };
  const choices: Readonly<Record<string, readonly unknown[]>> = {
    n: [1, 5, null, undefined, 1, 'wrong'],
    text: ['x', null, 'y'],
    level: ['LOW', 'HIGH', 'HIGH', null],
    filter: [{ size: 1 }, { size: 2, inner: [{ size: 3 }] }, null, { size: 1, text: null }],
    odd: [3, 5, 7, null],
  };
  for (const [name, some] of Object.entries(choices)) {
    const value = random.pick(some);
    if (value !== undefined && random.chance(80) && (value !== 'wrong' || random.chance(20))) {
      values[name] = value;
    }
  }
  return values;
}
