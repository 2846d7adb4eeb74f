/** Makes of the median absolute deviation what the standard deviation of a normal distribution would be. */
const NORMAL = 1.4826;
/** Deviations past which a figure is out of the ordinary, if it is also so many times the median. */
const DEVIATIONS = 4;

/** The middle value; of an even number the mean of both. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * What counts of a client's past leave in the ordinary: four deviations above their median, and at least so many times the median. Both are taken of logarithms,
 * since traffic varies by factors: what doubles on some days and halves on others is as wide upwards as downwards. Neither moves for a few
 * wild values, so that one incident does not hide the next.
 */
export function ordinaryLimit(counts: readonly number[], times: number): number {
  const logarithms = counts.map((count) => Math.log1p(count));
  const middle = median(logarithms);
  const deviation = NORMAL * median(logarithms.map((each) => Math.abs(each - middle)));
  return Math.expm1(middle + Math.max(Math.log(times), DEVIATIONS * deviation));
}
