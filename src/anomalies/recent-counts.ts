/** Counts of the last so many intervals, in a ring: whatever is older makes room. */
export class RecentCounts {
  private readonly counts: Float64Array;
  /** The latest interval that was counted in, in intervals since 1970. */
  private latest: number | undefined;

  /** @param grain the length of an interval in milliseconds */
  constructor(
    private readonly grain: number,
    private readonly length: number,
  ) {
    this.counts = new Float64Array(length);
  }

  /** Adds to the interval of an instant; nothing where that is past remembering. */
  add(at: number, count: number): void {
    const interval = this.intervalOf(at);
    this.moveOn(interval);
    if (interval > this.latest! - this.length) this.counts[interval % this.length]! += count;
  }

  /** What was counted in the interval of an instant. */
  at(at: number): number {
    const interval = this.intervalOf(at);
    if (this.latest === undefined || interval > this.latest || interval <= this.latest - this.length) return 0;
    return this.counts[interval % this.length]!;
  }

  /** What was counted in all intervals that are remembered at an instant, the one under way included. */
  sum(now: number): number {
    this.moveOn(this.intervalOf(now));
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  private intervalOf(at: number): number {
    return Math.floor(at / this.grain);
  }

  private moveOn(interval: number): void {
    if (this.latest === undefined) this.latest = interval;
    const from = Math.max(this.latest + 1, interval - this.length + 1);
    for (let each = from; each <= interval; each += 1) this.counts[each % this.length] = 0;
    this.latest = Math.max(this.latest, interval);
  }
}
