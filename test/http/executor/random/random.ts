// Looked up once: globals are slow to reach inside the test runner.
const { imul } = Math;

/** Random numbers that can be had again: the same seed, the same numbers (xorshift32). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = hash(seed) || 1;
  }

  /** From 0 up to, and without, the limit. */
  below(limit: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % limit;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  shuffle<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, place: this.below(1 << 30) }))
      .sort((one, other) => one.place - other.place)
      .map(({ item }) => item);
  }
}

/** A 32 bit number out of anything (FNV-1a over the parts as text, stirred so that similar parts give unlike numbers). */
export function hash(...parts: readonly unknown[]): number {
  let value = 0x811c9dc5;
  for (const letter of parts.join('\0')) {
    value = imul(value ^ letter.charCodeAt(0), 0x01000193);
  }
  value = imul(value ^ (value >>> 16), 0x45d9f3b);
  return (value ^ (value >>> 16)) >>> 0;
}
