import { newId } from '../../src/shared/ids';
import { TestClock } from '../support/clock';
import { forEachEngine, type Engine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';
import { CountingClient, expectedFigures } from '../usage/support/counting-client';

const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const grant = { grant_type: 'client_credentials' };
const shopsNetwork = '198.51.100.7';
const partnersNetwork = '100.64.7.1';
const createTransaction = 'mutation ($input: CreateTransactionInput!) { createTransaction(input: $input) { transaction { id } } }';

/** A server or several on one database, a shop with a company and a partner, and who counts what they send. */
async function openWorld(engine: Engine, count: number) {
  const { url, drop } = await engine.createDatabase();
  const clock = new TestClock(Date.parse('2026-07-01T06:00:00Z'));
  const settings = { ANOMALY_WATCH: 'true', TRUST_PROXY: '127.0.0.1' };
  const servers: TestServer[] = [];
  for (let made = 0; made < count; made += 1) servers.push(await startServer(url, { clock, settings }));
  const [server] = servers as [TestServer];
  const [admin, shop, partner] = [await server.client('ADMIN'), await server.client('INTEGRATOR'), await server.client('AUDITOR')];
  const open = 'mutation { createCompany(input: { legalName: "Shop", chart: STANDARD }) { company { id } } }';
  const company = (await server.graphql(open, {}, shop.token)).data.createCompany.company.id as string;
  const flush = () => Promise.all(servers.map(({ services }) => services.usage.flush()));
  await flush();
  clock.advance(HOUR);
  const client = new CountingClient(servers);
  return {
    server,
    clock,
    client,
    admin,
    shop,
    partner,
    company,
    began: clock.now(),
    flush,
    /** What every process does every second: it looks at what was answered some seconds ago. */
    async sweep() {
      await flush();
      clock.advance(10 * SECOND);
      await Promise.all(servers.map(({ services }) => services.anomalies.sweep()));
    },
    async close() {
      for (const each of servers) await each.close();
      await drop();
    },
  };
}

type World = Awaited<ReturnType<typeof openWorld>>;

interface Call {
  readonly as: TestClient;
  readonly from: string;
  readonly agent: string;
}

async function tokenOf({ client }: World, { as, from, agent }: Call, secret = as.clientSecret): Promise<string | undefined> {
  const parameters = { ...grant, client_id: as.clientId, client_secret: secret };
  return ((await client.oauth('token', parameters, as.developerId, from, agent)) as { access_token?: string }).access_token;
}

/** An hour of a shop: it looks something up and posts its sales. */
async function shopsHour(world: World, hour: number): Promise<void> {
  const { client, shop, company } = world;
  const call = { as: shop, from: shopsNetwork, agent: `shop/1.${hour % 3}` };
  const request = { ...call, developerId: shop.developerId, token: await tokenOf(world, call) };
  await client.operation(`{ company(id: "${company}") { legalName } }`, { company: 'company' }, request);
  await client.operation(`{ accounts(companyId: "${company}", first: 5) { nodes { code } } }`, { accounts: 'accounts' }, request);
  const entries = [
    { accountCode: '1100', direction: 'DEBIT', amount: `${hour + 1}.50` },
    { accountCode: '4000', direction: 'CREDIT', amount: `${hour + 1}.50` },
  ];
  const input = { companyId: company, date: '2026-07-01', description: `Sales ${hour}`, entries };
  await client.operation(createTransaction, { createTransaction: 'createTransaction' }, { ...request, variables: { input } });
}

async function partnersVisit(world: World): Promise<string> {
  const call = { as: world.partner, from: partnersNetwork, agent: 'partner/2' };
  const token = (await tokenOf(world, call))!;
  const request = { ...call, developerId: world.partner.developerId, token };
  await world.client.operation('{ companies(first: 1) { nodes { id } } }', { companies: 'companies' }, request);
  return token;
}

/** Nine working hours, in which somebody may do something else as well. */
async function day(world: World, number: number, also: (hour: number) => Promise<void> = async () => undefined): Promise<void> {
  for (let hour = 0; hour < 9; hour += 1) {
    world.clock.set(world.began + number * DAY + (hour + 1) * HOUR);
    await shopsHour(world, number * 9 + hour);
    if (hour === 3) await partnersVisit(world);
    await also(hour);
    await world.sweep();
  }
}

const attacks: Readonly<Record<number, (world: World) => Promise<void>>> = {
  /** Somebody guesses the shop's secret, until it is held up. */
  async 2(world) {
    const call = { as: world.shop, from: '203.0.113.77', agent: 'hydra' };
    for (let time = 0; time < 14; time += 1) {
      world.clock.advance(2 * SECOND);
      expect(await tokenOf(world, call, `guess-${time}`)).toBeUndefined();
    }
  },
  /** Somebody else has found it, and uses it from elsewhere. */
  async 5(world) {
    const call = { as: world.shop, from: '192.0.2.9', agent: 'curl/8.5' };
    const request = { ...call, developerId: world.shop.developerId, token: await tokenOf(world, call) };
    expect(request.token).toBeDefined();
    await world.client.operation(`{ company(id: "${world.company}") { legalName } }`, { company: 'company' }, request);
  },
  /** The partner tries what it cannot see. */
  async 7(world) {
    const request = {
      from: partnersNetwork,
      agent: 'partner/2',
      developerId: world.partner.developerId,
      token: await partnersVisit(world),
    };
    for (let time = 0; time < 30; time += 1) {
      world.clock.advance(SECOND);
      await world.client.operation(`{ transaction(id: "${newId()}") { id } }`, { transaction: 'transaction' }, request);
    }
  },
};

const listed = `{ anomalies(first: 100) { totalCount nodes {
  kind severity developer { id } detectedAt windowFrom observed summary evidence acknowledgedAt } } }`;

forEachEngine((engine) => {
  describe.each(engine.name === 'postgres' ? [2] : [1])('a scripted day against %i server(s)', (count) => {
    let world: World;
    let attackedAt: number;
    let token: string;
    beforeAll(async () => {
      world = await openWorld(engine, count);
      for (let number = 0; number < 9; number += 1) await day(world, number);
      token = await world.server.token(world.admin);
      await world.flush();
    }, 300_000);
    afterAll(() => world?.close());

    const ask = async () => {
      const { data, errors } = await world.server.graphql(listed, {}, token);
      expect(errors).toBeUndefined();
      return data.anomalies;
    };

    it('raises nothing in nine days of normal use', async () => {
      expect((await ask()).nodes).toEqual([]);
    });

    it('raises exactly what happened on the tenth', async () => {
      attackedAt = world.began + 9 * DAY;
      await day(world, 9, async (hour) => attacks[hour]?.(world));
      token = await world.server.token(world.admin);
      const { nodes, totalCount } = await ask();
      const told = nodes.map(({ kind, severity, developer }: { kind: string; severity: string; developer: { id: string } }) => {
        return `${kind} ${severity} ${developer.id === world.shop.developerId ? 'shop' : 'partner'}`;
      });
      expect(told.toSorted()).toEqual([
        'ID_WALK HIGH partner',
        'NEW_ADDRESS MEDIUM shop',
        'NEW_USER_AGENT LOW shop',
        'TOKEN_FAILURES MEDIUM shop',
      ]);
      expect(totalCount).toBe(4);
      for (const { detectedAt } of nodes) expect(Date.parse(detectedAt)).toBeGreaterThan(attackedAt);
      const texts = JSON.stringify(nodes);
      for (const word of [world.shop.clientSecret, 'guess-']) expect(texts).not.toContain(word);
    });

    it('has counted exactly what its clients have sent', async () => {
      const usage = `query ($from: DateTime!, $to: DateTime!, $id: ID!) {
        usage(from: $from, to: $to, developerId: $id) { totals { requests errors denied throttled rows cost } } }`;
      const iso = (at: number) => new Date(at).toISOString();
      for (const { developerId } of [world.shop, world.partner]) {
        const variables = { from: iso(world.began), to: iso(world.clock.now() + HOUR), id: developerId };
        const { data } = await world.server.graphql(usage, variables, token);
        const own = world.client.sent.filter((sent) => sent.developerId === developerId);
        expect(own.length).toBeGreaterThan(40);
        expect(data.usage.totals).toEqual(expectedFigures(own));
      }
    });
  });
});
