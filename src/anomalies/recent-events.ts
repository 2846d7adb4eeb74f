export interface Event<T> {
  readonly at: number;
  readonly value: T;
}

/** What happened within a window that ends now, at most so many of the latest. */
export class RecentEvents<T> {
  private events: Event<T>[] = [];

  /** @param window in milliseconds */
  constructor(
    private readonly window: number,
    private readonly most: number,
  ) {}

  /** What happened in the window, in the order in which it was told, this one last. */
  add(at: number, value: T): readonly Event<T>[] {
    this.events.push({ at, value });
    return this.until(at);
  }

  until(now: number): readonly Event<T>[] {
    let past = Math.max(0, this.events.length - this.most);
    while (past < this.events.length && this.events[past]!.at <= now - this.window) past += 1;
    if (past > 0) this.events.splice(0, past);
    return this.events;
  }

  clear(): void {
    this.events = [];
  }
}

/** Different values, most frequent first, at most so many: short enough for evidence. */
export function commonest(values: readonly (string | null)[], most = 10): string[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort((one, other) => other[1] - one[1])
    .slice(0, most)
    .map(([value]) => value);
}
