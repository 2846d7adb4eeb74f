/**
 * A page of fifty transactions with their entries and accounts, over HTTP: our server with a verified token, beside the same schema on
 * Apollo's defaults with TypeORM's find and relations, and plain JSON.stringify of the same objects on node:http. Each runs in a process
 * of its own; they take turns. Then the time of a first page as the books grow.
 *
 *     npm run bench:read [-- LARGEST]      LARGEST: transactions in the largest books, default 1000000
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillBooks } from './support/fill-books';
import { interleave, median, type Target } from './support/load';
import { withBooks } from './support/open-books';
import { startServer, type BenchServer } from './support/servers';

const ROUNDS = 5;
const SECONDS = 3;
const SIZES = [10_000, 100_000, 1_000_000];

export const query = `query Page($companyId: ID!) {
  transactions(companyId: $companyId, first: 50, orderBy: { field: DATE, direction: DESC }) {
    nodes { id date number description entries { direction amount { amount currency } account { id code name } } }
  }
}`;

async function main(): Promise<void> {
  const largest = Number(process.argv[2] ?? SIZES.at(-1));
  const folder = mkdtempSync(join(tmpdir(), 'open-ledger-bench-'));
  const file = join(folder, 'books.sqlite');
  const servers: BenchServer[] = [];
  try {
    console.log('Filling books of 10,000 transactions …');
    const companyId = await grow(file, undefined, 0, SIZES[0]!);
    const ours = await startServer('ours', `sqlite:${file}`);
    servers.push(ours);
    const body = JSON.stringify({ query, variables: { companyId } });
    const headers = { 'content-type': 'application/json', accept: 'application/json', ...ours.headers };
    const answer = await page(ours.url, headers, body);

    const defaults = await startServer('apollo-defaults', file);
    const plain = await startServer('json-stringify', JSON.stringify(answer));
    servers.push(defaults, plain);
    const theirs = await page(defaults.url, headers, body);
    if (JSON.stringify(theirs) !== JSON.stringify(answer)) throw new Error('The two servers answer differently.');

    console.log(`The page is ${Math.round(JSON.stringify(answer).length / 1024)} KB of JSON. Each target runs ${SECONDS} s a turn:`);
    const target = (name: string, url: string): Target => ({ name, request: { url, method: 'POST', headers, body } });
    const rates = await interleave(
      [target('open-ledger', ours.url), target('apollo + find', defaults.url), target('JSON.stringify', plain.url)],
      ROUNDS,
      SECONDS,
    );
    const [own, apollo, stringify] = [...rates.values()].map(median) as [number, number, number];
    console.log(`medians: open-ledger ${own.toFixed(0)}/s, apollo + find ${apollo.toFixed(0)}/s, JSON.stringify ${stringify.toFixed(0)}/s`);
    console.log(
      `ratios:  ${(own / apollo).toFixed(1)} times apollo + find (to reach: 5), ${(own / stringify).toFixed(2)} of JSON.stringify (to reach: 0.35)`,
    );
    await Promise.all(servers.splice(0).map((server) => server.stop()));

    console.log('The time of a first page, one request at a time, as the books grow:');
    let size = SIZES[0]!;
    const first = await firstPage(file, body, headers);
    console.log(`  ${size.toLocaleString('en').padStart(9)} transactions: ${first.toFixed(2)} ms`);
    for (const next of SIZES.slice(1).filter((wanted) => wanted <= largest)) {
      await grow(file, companyId, size, next);
      size = next;
      const time = await firstPage(file, body, headers);
      console.log(
        `  ${size.toLocaleString('en').padStart(9)} transactions: ${time.toFixed(2)} ms (${(time / first).toFixed(2)} times the first)`,
      );
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Fills the books through the journal writer, and answers the company's id. */
function grow(file: string, companyId: string | undefined, from: number, total: number): Promise<string> {
  return withBooks(`sqlite:${file}`, 2_000, async ({ ledger, companies, caller }) => {
    const id = companyId ?? (await companies.create(caller, { legalName: 'Bench' })).id;
    await fillBooks(ledger, caller, id, from, total);
    return id;
  });
}

async function page(url: string, headers: Record<string, string>, body: string): Promise<{ data: { transactions: { nodes: object[] } } }> {
  const response = await fetch(url, { method: 'POST', headers, body });
  const answer = (await response.json()) as { data?: { transactions?: { nodes: object[] } } };
  const nodes = answer.data?.transactions?.nodes;
  if (nodes?.length !== 50) throw new Error(`${url} did not answer a page: ${JSON.stringify(answer).slice(0, 500)}`);
  return { data: { transactions: { nodes } } };
}

async function firstPage(file: string, body: string, headers: Record<string, string>): Promise<number> {
  const server = await startServer('ours', `sqlite:${file}`);
  try {
    const own = { ...headers, ...server.headers };
    const times: number[] = [];
    for (let request = 0; request < 300; request += 1) {
      const start = performance.now();
      await page(server.url, own, body);
      if (request >= 100) times.push(performance.now() - start);
    }
    return median(times);
  } finally {
    await server.stop();
  }
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
