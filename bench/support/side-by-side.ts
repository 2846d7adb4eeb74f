import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { interleave, load, median, medianRatio, type Target, type Work } from './load';
import { startServer, type BenchServer } from './servers';

const SECONDS = 1;
/** By when all that was answered is written, in milliseconds. */
const WRITTEN_AFTER = 1_500;

/**
 * Sends a small query with a token, in turns, to servers that differ in these settings alone, and prints how often each answers it beside
 * the last one. `toReach` is the ratio that the one before the last should have.
 */
export async function compareSettings(
  settings: Readonly<Record<string, Readonly<Record<string, string>>>>,
  toReach: number,
  rounds: number,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'open-ledger-bench-'));
  const servers: [name: string, server: BenchServer][] = [];
  try {
    for (const [name, own] of Object.entries(settings))
      servers.push([name, await startServer('ours', `sqlite:${join(folder, `${servers.length}.sqlite`)}`, own)]);
    console.log(`{ viewer { roles } } over HTTP, on SQLite; each runs ${SECONDS} s a turn:`);
    tell('a second', toReach, await interleave(servers.map(target), rounds, SECONDS));
    tell('a second of processor time', toReach, await interleave(servers.map(processorWork), rounds, SECONDS));
  } finally {
    for (const [, server] of servers) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function tell(unit: string, toReach: number, rates: ReadonlyMap<string, readonly number[]>): void {
  const all = [...rates];
  const [bareName, bare] = all.at(-1)!;
  all.forEach(([name, own], index) => {
    const aim = index === all.length - 2 ? ` (to reach: ${toReach})` : '';
    const ratio = own === bare ? '' : `: ${medianRatio(own, bare).toFixed(3)} of ${bareName}${aim}`;
    console.log(`${name.padEnd(20)} ${median(own).toFixed(0).padStart(6)} requests ${unit}${ratio}`);
  });
}

/** What is written behind the answers counts too. */
function processorWork([name, server]: [string, BenchServer]): Work {
  const rate = async (seconds: number) => {
    const before = await server.cpu();
    const requests = (await load(target([name, server]), seconds)) * seconds;
    await after(WRITTEN_AFTER);
    return (requests * 1e6) / ((await server.cpu()) - before);
  };
  return { name, rate };
}

function target([name, { url, headers }]: [string, BenchServer]): Target {
  const body = JSON.stringify({ query: '{ viewer { roles } }' });
  return { name, request: { url, method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body } };
}
