/**
 * What metering costs: a small query with a token, answered by two servers that differ in USAGE_METERING alone. They take turns.
 *
 *     npm run bench:usage [-- ROUNDS]
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interleave, median, medianRatio, type Target } from './support/load';
import { startServer, type BenchServer } from './support/servers';

const ROUNDS = 15;
const SECONDS = 1;

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? ROUNDS);
  const folder = mkdtempSync(join(tmpdir(), 'open-ledger-bench-'));
  const metered = await startServer('ours', `sqlite:${join(folder, 'metered.sqlite')}`);
  const unmetered = await startServer('ours-unmetered', `sqlite:${join(folder, 'unmetered.sqlite')}`);
  try {
    console.log(`{ viewer { roles } } over HTTP, on SQLite; each runs ${SECONDS} s a turn:`);
    const rates = await interleave([target('metered', metered), target('not metered', unmetered)], rounds, SECONDS);
    const [withIt, without] = [...rates.values()] as [number[], number[]];
    console.log(`medians: metered ${median(withIt).toFixed(0)}/s, not metered ${median(without).toFixed(0)}/s`);
    console.log(`ratio:   ${medianRatio(withIt, without).toFixed(3)} of not metered (to reach: 0.95)`);
  } finally {
    await metered.stop();
    await unmetered.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function target(name: string, { url, headers }: BenchServer): Target {
  const body = JSON.stringify({ query: '{ viewer { roles } }' });
  return { name, request: { url, method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body } };
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
