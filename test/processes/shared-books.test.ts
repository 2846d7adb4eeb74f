import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { entriesOf } from '../api/support/api-books';
import { expectNothingLostOrHalf, expectRecovery } from '../crash/support/after-a-crash';
import { Clients } from '../crash/support/clients';
import type { TestDatabase } from '../support/engines';
import { byLength } from '../support/length';
import { postgresEngine } from '../support/postgres-engine';
import { adminToken, ask, RemoteServer, send, type RemoteAnswer } from '../support/remote-server';
import { expectSoundBooks } from '../support/sound-books';

const COMPANIES = 2;
const CLIENTS_OF_EACH = 9;
/** Transactions of each company. */
const ENOUGH = byLength({ short: 150, long: 10_000 });

describe('three server processes on one PostgreSQL', () => {
  let home: TestDatabase;
  let directory: string;
  let servers: RemoteServer[];
  let token: string;

  beforeAll(async () => {
    home = await postgresEngine.createDatabase();
    directory = await mkdtemp(join(tmpdir(), 'open-ledger-processes-'));
    servers = await Promise.all(Array.from({ length: 3 }, () => RemoteServer.start(home.url, directory)));
    token = await adminToken(servers[0]!.url);
  }, 60_000);
  afterAll(async () => {
    await Promise.all((servers ?? []).map((server) => server.stop()));
    await rm(directory, { recursive: true, force: true });
    await home.drop();
  });

  const anyUrl = () => servers[randomInt(servers.length)]!.url;
  const openCompany = async (): Promise<string> =>
    (await ask(anyUrl(), token, 'mutation { createCompany(input: { legalName: "Acme" }) { company { id } } }')).createCompany.company.id;
  /** The same mutation at once, in turn by each of the servers. */
  const race = (
    count: number,
    name: string,
    input: (turn: number) => object,
    selection: string,
    header?: (turn: number) => string | undefined,
  ) => {
    const query = `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} } }`;
    return Promise.all(
      Array.from({ length: count }, (_, turn) => {
        const key = header?.(turn);
        return send(
          servers[turn % servers.length]!.url,
          token,
          query,
          { input: input(turn) },
          key === undefined ? {} : { 'idempotency-key': key },
        );
      }),
    );
  };
  const payloads = (answers: readonly RemoteAnswer[], name: string) => answers.flatMap(({ data }) => (data?.[name] ? [data[name]] : []));
  const codes = (answers: readonly RemoteAnswer[]) =>
    answers.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions.violations?.[0]?.code ?? extensions.code));
  const sale = (companyId: string, more: object = {}) => ({
    companyId,
    date: '2026-01-31',
    description: 'Sale',
    entries: entriesOf('5.00'),
    ...more,
  });
  const draft = async (companyId: string) => payloads(await race(1, 'createTransaction', () => sale(companyId, { status: 'PENDING' }), 'transaction { id }'), 'createTransaction')[0].transaction.id as string; // prettier-ignore

  it(
    'keep the same companies at once: numbers without a gap, nothing lost, nothing late, no deadlock',
    async () => {
      const companies = await Promise.all(Array.from({ length: COMPANIES }, openCompany));
      const clients = companies.map((companyId) => new Clients(companyId, token));
      const working = clients.map((each) => each.work(anyUrl, CLIENTS_OF_EACH));
      let closings = 0;
      const closing = companies.map(async (companyId, index) => {
        for (let enough = 0; enough < ENOUGH; enough = clients[index]!.acknowledged.size) {
          await clients[index]!.acknowledge(ENOUGH / 20, working[index]!);
          await ask(anyUrl(), token, 'mutation ($input: CloseBooksInput!) { closeBooks(input: $input) { company { id } } }', { input: { companyId, through: `2026-0${1 + randomInt(5)}-20` } }); // prettier-ignore
          await clients[index]!.acknowledge(ENOUGH / 20, working[index]!);
          await ask(anyUrl(), token, 'mutation ($input: ReopenBooksInput!) { reopenBooks(input: $input) { company { id } } }', { input: { companyId, reason: 'Once more' } }); // prettier-ignore
          closings += 1;
        }
        clients[index]!.stop();
      });
      await Promise.all([...closing, ...working]);
      expect(closings).toBeGreaterThan(COMPANIES);
      for (const each of clients) {
        expect(each.unanswered).toEqual([]);
        expect(each.refused.size).toBeGreaterThan(0);
      }
      await expectNothingLostOrHalf(home.url, clients);
      expect(await deadlocks(home.url)).toBe(0);
    },
    byLength({ short: 60_000, long: 600_000 }),
  );

  it('post once for an idempotency key that is raced by all of them, in the input and in the header', async () => {
    const companyId = await openCompany();
    const inHeader = (turn: number) => turn % 2 === 0;
    const answers = await race(
      60,
      'createTransaction',
      (turn) => sale(companyId, inHeader(turn) ? {} : { idempotencyKey: 'raced' }),
      'replayed transaction { id number }',
      (turn) => (inHeader(turn) ? 'raced' : undefined),
    );
    const told = payloads(answers, 'createTransaction');
    expect(told).toHaveLength(60);
    expect(new Set(told.map(({ transaction }) => transaction.id)).size).toBe(1);
    expect(told.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(told[0].transaction.number).toBe(1);
  });

  it('let one content have a key that is raced with several, and tell the others', async () => {
    const companyId = await openCompany();
    const answers = await race(
      30,
      'createTransaction',
      (turn) => sale(companyId, { description: `${turn}`, idempotencyKey: 'torn' }),
      'replayed',
    );
    expect(payloads(answers, 'createTransaction')).toEqual([{ replayed: false }]);
    expect(new Set(codes(answers))).toEqual(new Set(['IDEMPOTENCY_CONFLICT']));
  });

  it('take an external id once', async () => {
    const companyId = await openCompany();
    const answers = await race(30, 'createTransaction', (turn) => sale(companyId, { description: `${turn}`, externalId: 'E-1' }), 'transaction { number }'); // prettier-ignore
    expect(payloads(answers, 'createTransaction')).toEqual([{ transaction: { number: 1 } }]);
    expect(codes(answers)).toEqual(Array.from({ length: 29 }, () => 'EXTERNAL_ID_TAKEN'));
  });

  it('post a draft once, and reverse it once', async () => {
    const companyId = await openCompany();
    const id = await draft(companyId);
    const posting = await race(12, 'postTransaction', () => ({ id }), 'transaction { number }');
    expect(payloads(posting, 'postTransaction')).toEqual([{ transaction: { number: 1 } }]);
    expect(codes(posting)).toEqual(Array.from({ length: 11 }, () => 'ALREADY_POSTED'));
    const reversing = await race(12, 'reverseTransaction', () => ({ id }), 'transaction { number }');
    expect(payloads(reversing, 'reverseTransaction')).toEqual([{ transaction: { number: 2 } }]);
    expect(codes(reversing)).toEqual(Array.from({ length: 11 }, () => 'ALREADY_REVERSED'));
  });

  it('either post a draft or void it', async () => {
    const companyId = await openCompany();
    const id = await draft(companyId);
    const [posting, voiding] = await Promise.all([race(6, 'postTransaction', () => ({ id }), 'replayed'), race(6, 'voidTransaction', () => ({ id }), 'replayed')]); // prettier-ignore
    expect([...payloads(posting, 'postTransaction'), ...payloads(voiding, 'voidTransaction')]).toEqual([{ replayed: false }]);
    expect(new Set(codes([...posting, ...voiding])).size).toBe(1);
  });

  it('lose no part of a change: a draft that all of them edit is as one of them left it, and so it is posted', async () => {
    const companyId = await openCompany();
    const id = await draft(companyId);
    const edited = (turn: number) => ({ id, description: `${turn}`, counterparty: `${turn}`, entries: entriesOf(`${turn + 1}.00`) });
    const [edits] = await Promise.all([race(30, 'updateTransaction', edited, 'transaction { id }'), race(30, 'updateTransaction', () => ({ id, tags: ['told'] }), 'transaction { id }')]); // prettier-ignore
    expect(codes(edits)).toEqual([]);
    await race(1, 'postTransaction', () => ({ id }), 'replayed');
    const query =
      'query ($id: ID!) { transaction(id: $id) { description counterparty tags entries { amount { amount } account { balances { amount } } } } }';
    const { description, counterparty, tags, entries } = (await ask(anyUrl(), token, query, { id })).transaction;
    const amount = `${Number(description) + 1}.00`;
    expect({ counterparty, tags }).toEqual({ counterparty: description, tags: ['told'] });
    expect(entries).toEqual([0, 1].map(() => ({ amount: { amount }, account: { balances: [{ amount }] } })));
  });

  it('refuse a posting in one as soon as another has answered that the books are closed', async () => {
    const companyId = await openCompany();
    for (let round = 0; round < 10; round += 1) {
      const through = `2026-01-${10 + round}`;
      const closed = await ask(servers[round % 3]!.url, token, 'mutation ($input: CloseBooksInput!) { closeBooks(input: $input) { company { booksClosedThrough } } }', { input: { companyId, through } }); // prettier-ignore
      expect(closed.closeBooks.company.booksClosedThrough).toBe(through);
      expect(codes(await race(3, 'createTransaction', () => sale(companyId, { date: through }), 'replayed'))).toEqual(['BOOKS_CLOSED', 'BOOKS_CLOSED', 'BOOKS_CLOSED']); // prettier-ignore
    }
  });

  it('go on when one of them is killed, and answer what it left open', async () => {
    const clients = new Clients(await openCompany(), token);
    const working = clients.work(anyUrl, CLIENTS_OF_EACH);
    await clients.acknowledge(50, working);
    await servers[2]!.kill();
    await working;
    expect(clients.unanswered.length).toBeGreaterThan(0);
    await expectRecovery(home.url, servers[0]!.url, clients);
    await servers[2]!.restart();
    await expectSoundBooks(home.url);
  });
});

/** How often PostgreSQL had to end a transaction of this database to undo a deadlock. */
async function deadlocks(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query('select deadlocks::int from pg_stat_database where datname = current_database()');
    return (rows as [{ deadlocks: number }])[0].deadlocks;
  } finally {
    await client.end();
  }
}
