import type { Allowance } from '../quotas';

/**
 * What a caller with a quota is told of it (draft-ietf-httpapi-ratelimit-headers-10, as structured fields): how much there is at most and
 * the seconds in which that comes back, then how much is left and the seconds until all of it is.
 */
export function quotaHeaders({ quota, remaining, fullAfterSeconds }: Allowance): [name: string, value: string][] {
  const { costPerMinute, burst } = quota;
  return [
    ['ratelimit-policy', `"cost";q=${burst};w=${Math.ceil((burst * 60) / costPerMinute)}`],
    ['ratelimit', `"cost";r=${remaining};t=${fullAfterSeconds}`],
  ];
}
