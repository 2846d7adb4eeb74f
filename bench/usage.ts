/**
 * What metering costs, and the watch for anomalies on top of it: a small query with a token, answered by servers that differ in
 * USAGE_METERING and ANOMALY_WATCH alone. They take turns. Requests a second are told, and requests for each second of processor time that
 * the server takes, in which whoever else uses the machine counts less.
 *
 *     npm run bench:usage [-- ROUNDS]
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { interleave, load, median, medianRatio, type Target, type Work } from './support/load';
import { startServer, type BenchServer } from './support/servers';

const ROUNDS = 15;
const SECONDS = 1;
/** By when all that was answered is written, in milliseconds. */
const WRITTEN_AFTER = 1_500;

const servings = {
  'metered and watched': {},
  metered: { ANOMALY_WATCH: 'false' },
  'not metered': { ANOMALY_WATCH: 'false', USAGE_METERING: 'false' },
};

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? ROUNDS);
  const folder = mkdtempSync(join(tmpdir(), 'open-ledger-bench-'));
  const servers = new Map<string, BenchServer>();
  try {
    for (const [name, settings] of Object.entries(servings))
      servers.set(name, await startServer('ours', `sqlite:${join(folder, `${servers.size}.sqlite`)}`, settings));
    console.log(`{ viewer { roles } } over HTTP, on SQLite; each runs ${SECONDS} s a turn:`);
    const [targets, work] = [target, processorWork].map((of) => [...servers].map(([name, server]) => of(name, server)));
    tell('a second', await interleave(targets!, rounds, SECONDS));
    tell('a second of processor time', await interleave(work!, rounds, SECONDS));
  } finally {
    for (const server of servers.values()) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function tell(unit: string, rates: ReadonlyMap<string, readonly number[]>): void {
  const bare = [...rates.values()].at(-1)!;
  for (const [name, own] of rates) {
    const ratio =
      own === bare ? '' : `: ${medianRatio(own, bare).toFixed(3)} of not metered${name === 'metered' ? ' (to reach: 0.95)' : ''}`;
    console.log(`${name.padEnd(20)} ${median(own).toFixed(0).padStart(6)} requests ${unit}${ratio}`);
  }
}

/** What is written behind the answers counts too. */
function processorWork(name: string, server: BenchServer): Work {
  const rate = async (seconds: number) => {
    const before = await server.cpu();
    const requests = (await load(target(name, server), seconds)) * seconds;
    await after(WRITTEN_AFTER);
    return (requests * 1e6) / ((await server.cpu()) - before);
  };
  return { name, rate };
}

function target(name: string, { url, headers }: BenchServer): Target {
  const body = JSON.stringify({ query: '{ viewer { roles } }' });
  return { name, request: { url, method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body } };
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
