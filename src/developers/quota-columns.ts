import type { QuotaAmount } from '../auth';

/** The columns of a developer or a role, by the name of its table, in the order in which `amountOf` takes them. */
export function quotaColumns(table: string): [string, string] {
  return [`${table}.quota_cost_per_minute`, `${table}.quota_burst`];
}

/** What was set; null where nothing was. */
export function amountOf(costPerMinute: unknown, burst: unknown): QuotaAmount | null {
  return costPerMinute === null ? null : { costPerMinute: costPerMinute as number, burst: burst as number };
}

/** The columns of an entity. */
export function storedAmount(amount: QuotaAmount | null): { quotaCostPerMinute: number | null; quotaBurst: number | null } {
  return { quotaCostPerMinute: amount?.costPerMinute ?? null, quotaBurst: amount?.burst ?? null };
}
