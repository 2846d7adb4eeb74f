/**
 * How long a refusal takes, by what is wrong: an unknown client, a wrong secret, and the right secret of a client that is expired, revoked
 * or suspended. Two thousand attempts of each, turn by turn in an order that is drawn anew each time; first of the service itself, then
 * through both doors of a server. Each comes from an address of its own, so that none is held up. Trust the ratios to a wrong secret.
 *
 *     npm run bench:secrets [-- DATABASE_URL]      an empty PostgreSQL database; default: a SQLite file that is removed afterwards
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataSourceOptions } from '../ormconfig';
import { createApp, type App } from '../src/app';
import { loadSettings } from '../src/config';
import { openDatabase, type Database } from '../src/database';
import { createLogger } from '../src/http';
import { systemClock } from '../src/shared/clock';
import { median } from './support/load';

const SAMPLES = 2_000;
const WARM_UP = 300;

interface Attempt {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Makes one attempt from an address; answers true where it was refused as a client that is not who it says. */
type Door = (attempt: Attempt, address: string) => Promise<boolean>;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'open-ledger-bench-'));
  const url = process.argv[2] ?? `sqlite:${join(folder, 'ledger.sqlite')}`;
  const settings = loadSettings({ NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'error', TRUST_PROXY: '127.0.0.1', DATABASE_URL: url });
  const database = await openDatabase({
    sources: { writer: dataSourceOptions(url, 'writer'), reader: dataSourceOptions(url, 'reader') },
    writer: { queueLimit: settings.writeQueueLimit, batchLimit: settings.writeBatchLimit },
  });
  const app = await createApp({ settings, database, clock: systemClock, logger: createLogger(settings) });
  const agent = new Agent({ keepAlive: true });
  try {
    const attempts = await prepare(app, database);
    const server = await app.listen();
    console.log(`${SAMPLES} refusals of each kind; milliseconds, and as ratios to those of a wrong secret.`);
    await measure('the service itself', attempts, service(app));
    await measure('POST /oauth/token', attempts, tokenEndpoint(server, agent));
    await measure('mutation token', attempts, tokenMutation(server, agent));
  } finally {
    agent.destroy();
    await app.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A client for each thing that can be wrong with one. */
async function prepare({ services }: App, database: Database): Promise<ReadonlyMap<string, Attempt>> {
  const create = (name: string) => services.developers.developers.createClient({ name, roles: ['AUDITOR'] });
  const spoilt = async (name: string, statement: string): Promise<Attempt> => {
    const { clientId, clientSecret } = await create(name);
    await database.writer.run((transaction) => transaction.run(statement, [clientId]));
    return { clientId, clientSecret };
  };
  const { clientId, clientSecret } = await create('wrong');
  const key = '(select key from credentials where client_id = ?1)';
  const developer = '(select developer_key from credentials where client_id = ?1)';
  return new Map([
    ['wrong secret', { clientId, clientSecret: clientSecret.split('').reverse().join('') }],
    ['unknown client', { clientId: clientId.split('').reverse().join(''), clientSecret }],
    ['expired', await spoilt('expired', `update credential_secrets set expires_at = 1 where credential_key = ${key}`)],
    ['revoked', await spoilt('revoked', 'update credentials set revoked_at = 1 where client_id = ?1')],
    ['suspended', await spoilt('suspended', `update developers set status = 'SUSPENDED' where key = ${developer}`)],
  ]);
}

function service({ services }: App): Door {
  return (client, address) =>
    services.auth.tokens.issue({ client, address, requestId: 'bench', outcome: {} }).then(
      () => false,
      (error: unknown) => (error as { error?: string }).error === 'invalid_client',
    );
}

function tokenEndpoint(server: string, agent: Agent): Door {
  return async ({ clientId, clientSecret }, address) => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
    const answer = await post(agent, `${server}/oauth/token`, 'application/x-www-form-urlencoded', body.toString(), address);
    return answer.includes('"invalid_client"');
  };
}

function tokenMutation(server: string, agent: Agent): Door {
  const query =
    'mutation ($clientId: String!, $clientSecret: String!) { token(clientId: $clientId, clientSecret: $clientSecret) { scope } }';
  return async (variables, address) => {
    const answer = await post(agent, `${server}/graphql`, 'application/json', JSON.stringify({ query, variables }), address);
    return answer.includes('"UNAUTHENTICATED"');
  };
}

function post(agent: Agent, url: string, type: string, body: string, address: string): Promise<string> {
  const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body), 'x-forwarded-for': address };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject).end(body);
  });
}

async function measure(name: string, attempts: ReadonlyMap<string, Attempt>, door: Door): Promise<void> {
  const times = new Map([...attempts.keys()].map((kind) => [kind, [] as number[]]));
  for (let round = -WARM_UP; round < SAMPLES; round += 1) {
    for (const [kind, attempt] of shuffled([...attempts])) {
      const address = nextAddress();
      const start = performance.now();
      const refused = await door(attempt, address);
      const time = performance.now() - start;
      if (!refused) throw new Error(`${name}: ${kind} was not refused as it should be.`);
      if (round >= 0) times.get(kind)!.push(time);
    }
  }
  const base = figures(times.get('wrong secret')!);
  console.log(`${name}:`);
  for (const [kind, all] of times) {
    const { middle, slow } = figures(all);
    const ratios = `${(middle / base.middle).toFixed(2)} and ${(slow / base.slow).toFixed(2)}`;
    console.log(`  ${kind.padEnd(14)} median ${middle.toFixed(3)}, p95 ${slow.toFixed(3)}; ratios ${ratios}`);
  }
}

function figures(times: readonly number[]): { readonly middle: number; readonly slow: number } {
  const sorted = [...times].sort((one, other) => one - other);
  return { middle: median(times), slow: sorted[Math.floor(sorted.length * 0.95)]! };
}

function shuffled<T>(values: T[]): T[] {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [values[last], values[other]] = [values[other]!, values[last]!];
  }
  return values;
}

let addresses = 0;

function nextAddress(): string {
  addresses += 1;
  return `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`;
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
