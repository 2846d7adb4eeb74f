/**
 * Two columns whose sums together are the exact sum of a 64-bit expression: SUM itself overflows on SQLite, and JSON numbers end at 2^53.
 * Combine them with `exactSum`.
 */
export function exactSumColumns(expression: string): [high: string, low: string] {
  return [`sum((${expression}) >> 32)`, `sum((${expression}) & 4294967295)`];
}

export function exactSum(high: unknown, low: unknown): bigint {
  return (BigInt(high as number) << 32n) + BigInt(low as number);
}
