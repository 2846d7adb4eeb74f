/**
 * False alarms in months of simulated normal traffic, one for each seed, and what the detector takes for each signal.
 *
 *     npm run bench:alarms [-- SEEDS]
 */
import { alarmsAWeek, alarmTable } from '../test/anomalies/simulation/alarm-table';
import { simulate } from '../test/anomalies/simulation/month';
import { median } from './support/load';

const SEEDS = 5;

function main(): void {
  const seeds = Number(process.argv[2] ?? SEEDS);
  const means: number[] = [];
  let most = 0;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const before = process.cpuUsage();
    const { quiet, signals } = simulate(seed);
    const used = process.cpuUsage(before).user / signals;
    const rates = alarmsAWeek(quiet);
    most = Math.max(most, ...rates);
    means.push(rates.reduce((sum, rate) => sum + rate, 0) / rates.length);
    console.log(
      `seed ${seed}: ${signals.toLocaleString('en')} signals, ${used.toFixed(1)} µs each, made and looked at\n${alarmTable(quiet)}\n`,
    );
  }
  console.log(
    `median of ${seeds} months: ${median(means).toFixed(3)} false alarms per client and week (to stay below: 1); of the client with most, in its worst month, ${most.toFixed(2)}`,
  );
}

main();
