/** Each bucket ends a tenth later than the one before it. */
const GROWTH = 1.1;
const LAST_BUCKET = 255;

/**
 * How far a percentile may lie from the true one, as a part of it: half a bucket. Durations under a microsecond, or of more than ten hours,
 * count as that.
 */
export const RELATIVE_ERROR = (GROWTH - 1) / (GROWTH + 1);

/** The bucket of a duration in microseconds. Counts of buckets add up, whoever counted them. */
export function bucketOf(microseconds: number): number {
  if (microseconds <= 1) return 0;
  return Math.min(LAST_BUCKET, Math.ceil(Math.log(microseconds) / Math.log(GROWTH)));
}

/** A count for each bucket in which there is something. */
export type Histogram = ReadonlyMap<number, number>;

/**
 * The duration in milliseconds that so large a share (0 to 1) did not exceed, by the nearest rank; null where nothing was counted.
 */
export function percentile(histogram: Histogram, share: number): number | null {
  const buckets = [...histogram].filter(([, count]) => count > 0).sort(([one], [other]) => one - other);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  const rank = Math.max(1, Math.ceil(share * total));
  let counted = 0;
  for (const [bucket, count] of buckets) {
    counted += count;
    if (counted >= rank) return millisecondsOf(bucket);
  }
  return null;
}

/** The value that is off by the same part of it at both ends of the bucket. */
function millisecondsOf(bucket: number): number {
  return (2 * GROWTH ** bucket) / (GROWTH + 1) / 1_000;
}
