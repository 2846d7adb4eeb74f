import { LEAST_QUOTA, MOST_QUOTA, type QuotaAmount } from '../auth';
import type { Violations } from '../shared/violations';
import type { QuotaInput } from './quota.types';

const bounds = `${LEAST_QUOTA.toLocaleString('en')} to ${MOST_QUOTA.toLocaleString('en')}`;

/** The quota that is to be set; null to take it away, undefined where it is to stay as it is. */
export function checkQuota(violations: Violations, input: QuotaInput | null | undefined): QuotaAmount | null | undefined {
  if (!input) return input;
  const quota = { costPerMinute: input.costPerMinute, burst: input.burst ?? input.costPerMinute };
  for (const name of ['costPerMinute', 'burst'] as const) {
    if (name === 'burst' && (input.burst === undefined || input.burst === null)) continue;
    if (quota[name] >= LEAST_QUOTA && quota[name] <= MOST_QUOTA) continue;
    violations.add(['input', 'quota', name], 'OUT_OF_RANGE', `This is ${bounds}.`);
  }
  return quota;
}
