/**
 * What metering costs: a small query with a token, answered by two servers that differ in USAGE_METERING alone. They take turns. Requests a
 * second are told, and requests for each second of processor time that the server takes, in which whoever else uses the machine counts less.
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

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? ROUNDS);
  const folder = mkdtempSync(join(tmpdir(), 'open-ledger-bench-'));
  const metered = await startServer('ours', `sqlite:${join(folder, 'metered.sqlite')}`);
  const unmetered = await startServer('ours-unmetered', `sqlite:${join(folder, 'unmetered.sqlite')}`);
  try {
    console.log(`{ viewer { roles } } over HTTP, on SQLite; each runs ${SECONDS} s a turn:`);
    tell('a second', await interleave([target('metered', metered), target('not metered', unmetered)], rounds, SECONDS));
    const work = [processorWork('metered', metered), processorWork('not metered', unmetered)];
    tell('a second of processor time', await interleave(work, rounds, SECONDS));
  } finally {
    await metered.stop();
    await unmetered.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function tell(unit: string, rates: ReadonlyMap<string, readonly number[]>): void {
  const [withIt, without] = [...rates.values()] as [number[], number[]];
  console.log(`medians: metered ${median(withIt).toFixed(0)}, not metered ${median(without).toFixed(0)} requests ${unit}`);
  console.log(`ratio:   ${medianRatio(withIt, without).toFixed(3)} of not metered (to reach: 0.95)`);
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
