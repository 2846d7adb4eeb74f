import { HOUR } from '../../src/anomalies/durations';
import { alarmsAWeek, alarmTable, counted } from './simulation/alarm-table';
import { incidents, withIncidents } from './simulation/incidents';
import { simulate, type Month } from './simulation/month';
import { shapes } from './simulation/shapes';

const SEED = 1;
let month: Month;

beforeAll(() => {
  month = simulate(SEED, withIncidents);
}, 600_000);

it('raises far less than one false alarm per client and week in a month of normal traffic', () => {
  const { quiet, signals } = month;
  process.stdout.write(
    `False alarms of ${shapes.length} clients in a month, of ${signals.toLocaleString('en')} signals:\n${alarmTable(quiet)}\n`,
  );
  const rates = alarmsAWeek(quiet);
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  expect(signals).toBeGreaterThan(250_000);
  expect(Math.max(...rates)).toBeLessThan(1);
  expect(mean).toBeLessThan(0.2);
});

it.each(incidents)('finds in the same month, within its hours: $name', ({ finds, victim, from, silentTo = from + HOUR }) => {
  const found = counted(month.eventful).filter(
    ({ credentialKey, detectedAt }) => credentialKey === (victim?.credentialKey ?? null) && detectedAt >= from && detectedAt < silentTo,
  );
  expect(found.map(({ kind }) => kind)).toEqual(expect.arrayContaining([...finds]));
});

it('raises in that month nothing besides that it would not have raised without the incidents', () => {
  const isOfIncident = ({ credentialKey, detectedAt }: Month['quiet'][number]) =>
    incidents.some(
      ({ victim, from, silentTo = from + HOUR }) =>
        credentialKey === (victim?.credentialKey ?? null) && detectedAt >= from && detectedAt < silentTo,
    );
  const others = counted(month.eventful).filter((finding) => !isOfIncident(finding));
  const known = new Set(counted(month.quiet).map(({ kind, subject, detectedAt }) => `${kind} ${subject} ${detectedAt}`));
  expect(others.filter(({ kind, subject, detectedAt }) => !known.has(`${kind} ${subject} ${detectedAt}`))).toEqual([]);
});
