import { DAY } from '../../../src/anomalies/durations';
import { anomalyKinds, type Finding } from '../../../src/anomalies/finding';
import { COUNTED_DAYS, FIRST_COUNTED } from './calendar';
import { identityOf } from './month';
import { shapes } from './shapes';

const WEEKS = COUNTED_DAYS / 7;

/** Findings of the month that counts, those of the weeks before left out. */
export function counted(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ detectedAt }) => detectedAt >= FIRST_COUNTED);
}

/** False alarms of each client in a week, in the order of the clients. */
export function alarmsAWeek(findings: readonly Finding[]): number[] {
  const counts = new Map<number | null, number>();
  for (const { credentialKey } of counted(findings)) counts.set(credentialKey, (counts.get(credentialKey) ?? 0) + 1);
  return shapes.map((_shape, index) => (counts.get(identityOf(index).credentialKey) ?? 0) / WEEKS);
}

/** A line for each client with alarms, and one for all: alarms a week, and in the month by kind and week. */
export function alarmTable(findings: readonly Finding[]): string {
  const rates = alarmsAWeek(findings);
  const lines = rates.flatMap((rate, index) => {
    if (rate === 0) return [];
    const own = counted(findings).filter(({ credentialKey }) => credentialKey === identityOf(index).credentialKey);
    return [`  ${shapes[index]!.name.padEnd(38)} ${rate.toFixed(2)} a week: ${byKind(own)}`];
  });
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  return [...lines, `  ${'all clients, each'.padEnd(38)} ${mean.toFixed(3)} a week: ${byKind(counted(findings))}`].join('\n');
}

function byKind(findings: readonly Finding[]): string {
  const told = anomalyKinds.flatMap((kind) => {
    const weeks = findings
      .filter((finding) => finding.kind === kind)
      .map(({ detectedAt }) => 1 + Math.floor((detectedAt - FIRST_COUNTED) / (7 * DAY)));
    return weeks.length > 0 ? [`${weeks.length} ${kind} (week ${[...new Set(weeks)].join(', ')})`] : [];
  });
  return told.join('; ');
}
