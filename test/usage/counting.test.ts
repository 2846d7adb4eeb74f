import { TestClock } from '../support/clock';
import { forEachEngine, type Engine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';
import { CountingClient, expectedFigures, expectedSeries, type Dimension } from './support/counting-client';
import { sendTraffic, serverSettings } from './support/traffic';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const figures = 'figures { requests errors denied throttled rows cost }';
const report = `query ($from: DateTime!, $to: DateTime!, $interval: UsageInterval, $developerId: ID, $groupBy: [UsageDimension!]) {
  usage(from: $from, to: $to, interval: $interval, developerId: $developerId, groupBy: $groupBy) {
    from to totals { requests errors denied throttled rows cost }
    series { start developer { id } operation field status ip ${figures} }
  }
}`;
const iso = (instant: number) => new Date(instant).toISOString();
const sorted = (series: readonly object[]) => series.map((bucket) => JSON.stringify(bucket)).sort();

/** Several servers on one database where the engine allows it, and traffic of three rounds, hours and minutes apart. */
async function serversWithTraffic(engine: Engine, count: number) {
  const { url, drop } = await engine.createDatabase();
  const clock = new TestClock(Date.parse('2026-07-01T12:00:00.000Z'));
  const servers: TestServer[] = [];
  for (let made = 0; made < count; made += 1) servers.push(await startServer(url, { clock, settings: serverSettings }));
  const [server] = servers as [TestServer];
  const senders = { admin: await server.client('ADMIN'), auditor: await server.client('AUDITOR') };
  for (const each of servers) await each.services.usage.flush();
  // What was sent so far lies in another day.
  clock.set('2026-07-02T21:58:30.000Z');
  const begin = clock.now();
  const client = new CountingClient(servers);
  for (const [round, pause] of [MINUTE, HOUR, 3 * HOUR].entries()) {
    await sendTraffic(client, senders, round);
    clock.advance(pause);
  }
  for (const each of servers) await each.services.usage.flush();
  const end = clock.now();
  clock.advance(2 * DAY);
  const token = await server.token(senders.admin);
  const close = async () => {
    for (const each of servers) await each.close();
    await drop();
  };
  return { server, servers, client, senders, begin, end, token, close };
}

forEachEngine((engine) => {
  describe.each(engine.name === 'postgres' ? [1, 2] : [1])('what %i server(s) answered', (count) => {
    let made: Awaited<ReturnType<typeof serversWithTraffic>>;
    beforeAll(async () => {
      made = await serversWithTraffic(engine, count);
    });
    afterAll(() => made?.close());

    const ask = async (variables: object) => {
      const { data, errors } = await made.server.graphql(report, { from: iso(made.begin), to: iso(made.end), ...variables }, made.token);
      expect(errors).toBeUndefined();
      return data.usage;
    };

    it('adds up to what the client that sent it has counted', async () => {
      const { sent } = made.client;
      expect(new Set(sent.map(({ status }) => status)).size).toBeGreaterThan(8);
      const usage = await ask({});
      expect(usage.totals).toEqual(expectedFigures(sent));
      expect(usage.series).toEqual([expect.objectContaining({ start: usage.from, figures: usage.totals })]);
    });

    const groupings: Dimension[][] = [
      ['DEVELOPER'],
      ['FIELD'],
      ['STATUS'],
      ['FIELD', 'STATUS'],
      ['DEVELOPER', 'FIELD', 'STATUS'],
      ['OPERATION'],
      ['IP'],
      ['OPERATION', 'STATUS'],
      ['DEVELOPER', 'OPERATION', 'FIELD', 'STATUS', 'IP'],
    ];
    it.each(groupings.map((groupBy) => [groupBy]))('adds up by %j, whole and by minute, hour and day', async (groupBy) => {
      const { sent } = made.client;
      for (const [interval, length] of [
        [null, 0],
        ['MINUTE', MINUTE],
        ['HOUR', HOUR],
        ['DAY', DAY],
      ] as const) {
        const { series, totals, from } = await ask({ groupBy, interval });
        const startOf = (at: number) => (length === 0 ? Date.parse(from) : at - (at % length));
        expect(sorted(series)).toEqual(sorted(expectedSeries(sent, groupBy, startOf)));
        expect(totals).toEqual(expectedFigures(sent));
      }
    });

    it('adds up for a single developer', async () => {
      const { developerId } = made.senders.auditor;
      const own = made.client.sent.filter((sent) => sent.developerId === developerId);
      expect((await ask({ developerId })).totals).toEqual(expectedFigures(own));
      expect((await ask({ developerId, groupBy: ['FIELD'] })).series).toHaveLength(expectedSeries(own, ['FIELD'], () => 0).length);
    });

    it('is the same however the time is cut', async () => {
      const middle = made.begin + 30 * MINUTE;
      const parts = [await ask({ to: iso(middle - (middle % MINUTE)) }), await ask({ from: iso(middle - (middle % MINUTE)) })];
      const whole = (await ask({})).totals;
      expect(parts.every(({ totals }) => totals.requests > 0)).toBe(true);
      expect(parts[0].totals.requests + parts[1].totals.requests).toBe(whole.requests);
      expect(parts[0].totals.cost + parts[1].totals.cost).toBe(whole.cost);
    });
  });
});
