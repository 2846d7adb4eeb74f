/**
 * Executing and serialising a page of fifty transactions with three entries each: graphql-js, the plan-caching executor, and
 * JSON.stringify of an answer that is ready. The three take turns, so that a busy machine slows all of them; trust the ratios.
 *
 *   node scripts/bench.mjs executor [rounds]
 */
import { buildSchema, parse, type ExecutionResult, type GraphQLObjectType } from 'graphql';
import { createExecutor, createReferenceExecutor, type ExecutionRequest, type Executor } from '../src/http/executor';

const WARM_UP = 300;
const BATCH = 100;
const rounds = Number(process.argv[2] ?? 25);

const schema = buildSchema(`
  type Query { transactions(first: Int = 50): TransactionConnection! }
  type TransactionConnection { nodes: [Transaction!]! pageInfo: PageInfo! totalCount: Int! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Transaction {
    id: ID! number: Int date: String! description: String! status: Status! reference: String currency: String!
    entries: [Entry!]! waiting: String
  }
  type Entry { id: ID! direction: Direction! amount: String! currency: String! memo: String account: Account! }
  type Account { id: ID! code: String! name: String! }
  enum Status { DRAFT POSTED VOIDED }
  enum Direction { DEBIT CREDIT }
`);
(schema.getType('Transaction') as GraphQLObjectType).getFields()['waiting']!.resolve = async () => 'done';

const accounts = ['Bank', 'Sales', 'VAT'].map((name, index) => ({
  id: `018f0000-0000-7000-8000-00000000000${index}`,
  code: `${1000 + index}`,
  name,
}));
const transactions = Array.from({ length: 50 }, (_, index) => ({
  id: `018f0000-0000-7000-8000-0000000001${String(index).padStart(2, '0')}`,
  number: index + 1,
  date: '2026-03-31',
  description: `Invoice ${index + 1} of March`,
  status: 'POSTED',
  reference: index % 2 === 0 ? null : `INV-${index}`,
  currency: 'EUR',
  entries: accounts.map((account, line) => ({
    id: `018f0000-0000-7000-8000-00000001${String(index).padStart(2, '0')}0${line}`,
    direction: line === 0 ? 'DEBIT' : 'CREDIT',
    amount: `${120 + index}.00`,
    currency: 'EUR',
    memo: null,
    account,
  })),
}));
const rootValue = { transactions: { nodes: transactions, pageInfo: { hasNextPage: true, endCursor: 'opaque' }, totalCount: 50 } };

const page = (more: string) => `query Page { transactions(first: 50) { totalCount pageInfo { hasNextPage endCursor } nodes {
  id number date description status reference currency ${more} entries { id direction amount currency memo account { id code name } } } } }`;

const subjects: Record<string, Executor> = { 'graphql-js': createReferenceExecutor(schema), 'plan-caching': createExecutor(schema) };

async function main(): Promise<void> {
  await compare('a page, synchronous resolvers', page(''));
  await compare('a page, four asynchronous fields a row', page('waiting a: waiting b: waiting c: waiting'));
}

async function compare(title: string, query: string): Promise<void> {
  const request: ExecutionRequest = { document: parse(query), documentKey: query, rootValue };
  const ready: unknown = JSON.parse(JSON.stringify(await subjects['graphql-js']!(request)));
  const runs: Record<string, () => Promise<string> | string> = { 'JSON.stringify': () => JSON.stringify(ready) };
  for (const [name, execute] of Object.entries(subjects)) {
    runs[name] = () => serialised(execute(request));
  }
  const medians = await interleave(runs);
  const floor = medians['JSON.stringify']!;
  console.log(`${title} (${JSON.stringify(ready).length} bytes)`);
  for (const [name, microseconds] of Object.entries(medians)) {
    console.log(`  ${name.padEnd(15)} ${microseconds.toFixed(0).padStart(6)} µs  ${(microseconds / floor).toFixed(2)} × JSON.stringify`);
  }
  console.log(`  graphql-js takes ${(medians['graphql-js']! / medians['plan-caching']!).toFixed(1)} times as long as plan-caching`);
}

function serialised(result: Promise<ExecutionResult> | ExecutionResult): Promise<string> | string {
  return result instanceof Promise ? result.then((resolved) => JSON.stringify(resolved)) : JSON.stringify(result);
}

/** Median microseconds of CPU time per run. */
async function interleave(runs: Record<string, () => Promise<string> | string>): Promise<Record<string, number>> {
  const samples = new Map(Object.keys(runs).map((name) => [name, [] as number[]]));
  for (const run of Object.values(runs)) {
    await repeat(run, WARM_UP);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(runs)) {
      const before = process.cpuUsage();
      await repeat(run, BATCH);
      const { user, system } = process.cpuUsage(before);
      samples.get(name)!.push((user + system) / BATCH);
    }
  }
  return Object.fromEntries([...samples].map(([name, values]) => [name, values.sort((a, b) => a - b)[values.length >> 1]!]));
}

async function repeat(run: () => Promise<string> | string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const text = run();
    if (typeof text !== 'string') {
      await text;
    }
  }
}

void main();
