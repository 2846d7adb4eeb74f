import { connect } from 'node:net';
import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import { Authorized, Query, Resolver } from 'type-graphql';
import { buildLedgerSchema } from '../../src/http/schema/build-schema';
import { startToyServer } from './support/toy-server';

@Resolver()
class SlowResolver {
  entered = 0;

  @Authorized('companies:read')
  @Query(() => String, { description: 'Takes its time.' })
  async slow() {
    this.entered += 1;
    await after(300);
    return 'done';
  }
}
const resolver = new SlowResolver();
const slow = { schema: buildLedgerSchema({ resolverClasses: [SlowResolver], instances: [resolver] }) };
beforeEach(() => {
  resolver.entered = 0;
});

/** Resolves when so many requests are being worked on. */
async function inProgress(count: number): Promise<void> {
  while (resolver.entered < count) await after(5);
}

test('the process is live, and ready while nothing speaks against it', async () => {
  let reason: string | undefined;
  const server = await startToyServer({}, { checks: [() => reason] });
  expect(await server.send('/livez')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
  expect(await server.send('/readyz')).toMatchObject({ status: 200, text: '{"status":"ready"}' });
  reason = 'the write queue is full';
  expect(await server.send('/readyz')).toMatchObject({ status: 503, text: '{"status":"not ready","reasons":["the write queue is full"]}' });
  expect((await server.send('/livez')).status).toBe(200);
  reason = undefined;
  expect((await server.send('/readyz')).status).toBe(200);
  await server.close();
});

test('a check that never answers is 503 within two seconds', async () => {
  const server = await startToyServer({}, { checks: [() => new Promise(() => undefined)] });
  const begun = performance.now();
  expect((await server.send('/readyz')).status).toBe(503);
  expect(performance.now() - begun).toBeLessThan(2_500);
  await server.close();
});

test('a check that fails is 503 and tells nobody why', async () => {
  const server = await startToyServer({}, { checks: [() => Promise.reject(new Error('password=hunter2'))] });
  const answer = await server.send('/readyz');
  expect([answer.status, answer.text.includes('hunter2')]).toEqual([503, false]);
  await server.close();
});

test('requests in flight are answered when the server stops, and no new ones are taken', async () => {
  const server = await startToyServer({}, slow);
  const inFlight = Array.from({ length: 50 }, () => server.post({ query: '{ slow }' }));
  await inProgress(50);
  const closed = server.close();
  const answers = await Promise.all(inFlight);
  expect(answers.map(({ body }) => body.data)).toEqual(Array.from({ length: 50 }, () => ({ slow: 'done' })));
  await closed;
  await expect(server.send('/livez')).rejects.toThrow('fetch failed');
});

test('before it stops, the server says that it is not ready and still serves', async () => {
  const server = await startToyServer({ SHUTDOWN_DELAY_MS: '400' }, slow);
  const closed = server.close();
  expect(await server.send('/readyz')).toMatchObject({ status: 503, text: expect.stringContaining('stopping') });
  expect((await server.post({ query: '{ slow }' })).body.data).toEqual({ slow: 'done' });
  await closed;
});

test('what does not finish in time is cut off', async () => {
  const server = await startToyServer({ SHUTDOWN_TIMEOUT_MS: '100' }, slow);
  const cut = server.post({ query: '{ slow }' }).then(() => 'answered', String);
  await inProgress(1);
  await server.close();
  expect(await cut).toContain('fetch failed');
});

test('a sender who never comes to an end is let go', async () => {
  const server = await startToyServer({ REQUEST_TIMEOUT_MS: '300' });
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.resume();
  socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"query":');
  const begun = performance.now();
  await once(socket, 'close');
  expect(performance.now() - begun).toBeLessThan(4_000);
  expect((await server.send('/livez')).status).toBe(200);
  await server.close();
});
