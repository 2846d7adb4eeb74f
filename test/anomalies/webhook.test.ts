import { signedHeaders } from '../../src/anomalies/webhook/sign';
import { newId } from '../../src/shared/ids';
import { TestClock } from '../support/clock';
import { forEachEngine, type TestDatabase } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';
import { startReceiver, verify, type WebhookReceiver } from './support/webhook-receiver';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const secret = `whsec_${Buffer.from('0f1e2d3c4b5a69788796a5b4c3d2e1f00123456789abcdef', 'hex').toString('base64')}`;
const former = `whsec_${Buffer.from('ffeeddccbbaa99887766554433221100fedcba9876543210', 'hex').toString('base64')}`;

test('signs as the specification of Standard Webhooks does', () => {
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, body: '{"test": 2432232314}' };
  expect(signedHeaders(message, [Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')])).toEqual({
    'webhook-id': message.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

forEachEngine((engine) => {
  let home: TestDatabase;
  let clock: TestClock;
  let receiver: WebhookReceiver;
  let server: TestServer;
  let client: TestClient;
  const start = async (more: Record<string, string> = {}) => {
    const settings = { ANOMALY_WATCH: 'true', ANOMALY_WEBHOOK_URL: receiver.url, ANOMALY_WEBHOOK_SECRET: secret, ...more };
    server = await startServer(home.url, { clock, settings });
  };
  beforeEach(async () => {
    [home, clock, receiver] = [await engine.createDatabase(), new TestClock(), await startReceiver()];
    await start();
    client = await server.client('DEVELOPER');
    await server.services.anomalies.sweep();
  });
  afterEach(async () => {
    await server?.close();
    await receiver?.close();
    await home?.drop();
  });

  const walk = async () => {
    const ids = Array.from({ length: 30 }, newId);
    await server.graphql('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }, client.token);
    await server.services.usage.flush();
    clock.advance(10 * SECOND);
    await server.services.anomalies.sweep();
    await server.services.anomalies.notify();
  };
  const passes = async (milliseconds: number) => {
    clock.advance(milliseconds);
    await server.services.anomalies.notify();
  };
  const state = async () => (await server.database.reader.rows(['notify_tries', 'notified_at', 'notify_at'], 'from anomalies'))[0];
  const seconds = () => Math.floor(clock.now() / SECOND);

  it('is told of an anomaly once, in a signed message with all that is known', async () => {
    await walk();
    const [message] = receiver.received;
    expect(verify(message!, secret, seconds())).toBe(true);
    expect(verify({ ...message!, body: `${message!.body} ` }, secret, seconds())).toBe(false);
    expect(verify(message!, former, seconds())).toBe(false);
    expect(verify(message!, secret, seconds() + 600)).toBe(false);
    const { data } = await server.graphql('{ anomalies { nodes { id credentialId summary evidence } } }', {}, await server.admin());
    const [anomaly] = data.anomalies.nodes;
    expect(message!.headers).toMatchObject({ 'webhook-id': anomaly.id, 'content-type': 'application/json' });
    expect(JSON.parse(message!.body)).toEqual({
      type: 'anomaly.detected',
      timestamp: '2026-07-01T12:00:00.000Z',
      data: {
        ...anomaly,
        kind: 'ID_WALK',
        severity: 'HIGH',
        developerId: client.developerId,
        detectedAt: '2026-07-01T12:00:00.000Z',
        windowFrom: '2026-07-01T12:00:00.000Z',
        windowTo: '2026-07-01T12:00:00.000Z',
        observed: 30,
        expected: null,
      },
    });
    await passes(24 * HOUR);
    expect(receiver.received).toHaveLength(1);
    expect(await state()).toEqual([1, expect.any(Number), null]);
  });

  it('is told again, later and later, with the same id and body and a new signature, until it takes it', async () => {
    receiver.answer(500, 429, 404);
    await walk();
    expect(receiver.received).toHaveLength(1);
    await passes(4 * SECOND);
    expect(receiver.received).toHaveLength(1);
    await passes(SECOND);
    expect(receiver.received).toHaveLength(2);
    await passes(59 * SECOND);
    expect(receiver.received).toHaveLength(2);
    await passes(SECOND);
    expect(receiver.received).toHaveLength(3);
    await passes(5 * MINUTE);
    expect(receiver.received).toHaveLength(4);
    await passes(24 * HOUR);
    expect(receiver.received).toHaveLength(4);
    expect(new Set(receiver.received.map(({ body, headers }) => body + String(headers['webhook-id']))).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-signature'])).size).toBe(4);
    expect(verify(receiver.received[3]!, secret, seconds() - 24 * 3_600)).toBe(true);
  });

  it('is told after a restart of what it did not take before', async () => {
    receiver.answer(503);
    await walk();
    await server.close();
    await start();
    await server.services.anomalies.sweep();
    await passes(MINUTE);
    expect(receiver.received).toHaveLength(2);
    expect(await state()).toEqual([2, expect.any(Number), null]);
  });

  it('is given up after some days, and the log says so without its address', async () => {
    receiver.answer(...Array.from({ length: 50 }, () => 500));
    await walk();
    for (let hours = 0; hours < 8 * 24; hours += 1) await passes(HOUR);
    expect(await state()).toEqual([12, null, null]);
    expect(receiver.received).toHaveLength(12);
    const log = server.log.join('');
    expect(log).toContain('will not be');
    expect(log).not.toContain('of=ledger');
    expect(log).not.toContain(secret);
  });

  it('is not followed elsewhere', async () => {
    const elsewhere = await startReceiver();
    receiver.answer((response) => response.writeHead(307, { location: elsewhere.url }).end());
    await walk();
    expect([receiver.received.length, elsewhere.received.length]).toEqual([1, 0]);
    expect(await state()).toEqual([1, null, clock.now() + 5 * SECOND]);
    await elsewhere.close();
  });

  it('that cannot be reached, or breaks off, is tried again, and holds up no request and no stop', async () => {
    receiver.answer((response) => void response.destroy());
    await walk();
    expect(await state()).toEqual([1, null, expect.any(Number)]);
    // It never answers: neither requests nor the end of the server wait for it.
    const asked = new Promise<void>((resolve) => receiver.answer(() => resolve()));
    clock.advance(MINUTE);
    const notified = server.services.anomalies.notify();
    await asked;
    expect((await server.graphql('{ viewer { roles } }', {}, client.token)).errors).toBeUndefined();
    await server.services.anomalies.sweep();
    await server.close();
    await notified;
    await start();
    await server.services.anomalies.sweep();
    await server.services.anomalies.notify();
    expect(await state()).toEqual([2, expect.any(Number), null]);
  });

  it('can be given a new secret beside the old one', async () => {
    await server.close();
    await start({ ANOMALY_WEBHOOK_SECRET: `${secret},${former}` });
    await server.services.anomalies.sweep();
    await walk();
    const [message] = receiver.received;
    for (const one of [secret, former]) expect(verify(message!, one, seconds())).toBe(true);
  });

  it('is told nothing of what was found before it was named', async () => {
    await server.close();
    await start({ ANOMALY_WEBHOOK_URL: '', ANOMALY_WEBHOOK_SECRET: '' });
    await server.services.anomalies.sweep();
    await walk();
    expect(await state()).toEqual([0, null, null]);
    await server.close();
    await start();
    await server.services.anomalies.sweep();
    await passes(HOUR);
    expect(receiver.received).toEqual([]);
  });
});
