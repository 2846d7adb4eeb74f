import { forEachEngine } from '../../support/engines';
import { startServer, type TestClient, type TestServer } from '../../support/server';
import { basic, requestToken } from '../support/token-requests';
import {
  repeat,
  tally,
  throughBasic,
  throughGraphQL,
  throughHttp,
  throughIntrospection,
  throughRevocation,
  wrong,
  type Attempted,
} from './support/attempts';

const MINUTE = 60_000;

forEachEngine((engine) => {
  let server: TestServer;
  let client: TestClient;
  /** No two tests ask from the same place. */
  let places = 0;
  const newPlace = () => `192.0.2.${(places += 1)}`;

  beforeAll(async () => {
    server = await startServer(engine, { settings: { TRUST_PROXY: '127.0.0.1' } });
    client = await server.client('AUDITOR');
  });
  afterAll(() => server.close());

  describe('a client at an address', () => {
    test('is refused with 429 after ten failures, with the right secret too, until the time that Retry-After gives is over', async () => {
      const from = newPlace();
      expect(await repeat(10, () => throughHttp(server, wrong(client.clientId), from))).toEqual(Array(10).fill(401));
      const refused = { status: 429, error: 'temporarily_unavailable', description: expect.any(String), retryAfter: '60' };
      expect(await throughHttp(server, wrong(client.clientId), from)).toEqual(refused);
      expect(await throughHttp(server, client, from)).toEqual(refused);
      expect(await throughGraphQL(server, client, from)).toEqual({ ...refused, error: 'THROTTLED' });
      server.clock.advance(MINUTE - 1);
      expect(await throughHttp(server, client, from)).toMatchObject({ status: 429, retryAfter: '1' });
      server.clock.advance(1);
      expect(await throughHttp(server, client, from)).toMatchObject({ status: 200, retryAfter: null });
    });

    test('waits twice as long after each further failure, up to a quarter of an hour', async () => {
      const from = newPlace();
      await repeat(10, () => throughHttp(server, wrong(client.clientId), from));
      const waits: number[] = [];
      for (let hold = 0; hold < 6; hold += 1) {
        const { retryAfter } = await throughHttp(server, client, from);
        waits.push(Number(retryAfter));
        server.clock.advance(Number(retryAfter) * 1_000);
        expect(await throughHttp(server, wrong(client.clientId), from)).toMatchObject({ status: 401 });
      }
      expect(waits).toEqual([60, 120, 240, 480, 900, 900]);
    });

    test('is refused no sooner because of failures of more than ten minutes ago', async () => {
      const from = newPlace();
      await repeat(9, () => throughHttp(server, wrong(client.clientId), from));
      server.clock.advance(10 * MINUTE);
      expect(await repeat(9, () => throughHttp(server, wrong(client.clientId), from))).toEqual(Array(9).fill(401));
      expect(await throughHttp(server, client, from)).toMatchObject({ status: 200 });
    });

    test('is counted whichever door it tries', async () => {
      const from = newPlace();
      const doors = [throughHttp, throughGraphQL, throughBasic, throughRevocation, throughIntrospection];
      const attempts: Attempted[] = [];
      for (let index = 0; index < 10; index += 1) attempts.push(await doors[index % 5]!(server, wrong(client.clientId), from));
      expect(attempts.every(({ error }) => error === 'invalid_client' || error === 'UNAUTHENTICATED')).toBe(true);
      for (const door of doors) expect(await door(server, client, from)).toMatchObject({ status: 429, retryAfter: '60' });
    });

    test('has a clean slate after it has succeeded after a hold', async () => {
      const from = newPlace();
      for (let round = 0; round < 3; round += 1) {
        expect(await repeat(10, () => throughHttp(server, wrong(client.clientId), from))).toEqual(Array(10).fill(401));
        expect(await throughHttp(server, client, from)).toMatchObject({ status: 429, retryAfter: '60' });
        server.clock.advance(MINUTE);
        expect(await throughHttp(server, client, from)).toMatchObject({ status: 200 });
      }
    });

    test('gets the same answers whether it exists or not', async () => {
      const answers = async (clientId: string, from: string) => {
        const attempts: Attempted[] = [];
        for (let index = 0; index < 12; index += 1) {
          attempts.push(await throughHttp(server, wrong(clientId), from), await throughGraphQL(server, wrong(clientId), from));
        }
        return attempts;
      };
      expect(await answers('nobodyofthatname', newPlace())).toEqual(await answers(client.clientId, newPlace()));
    });

    test('is counted once for both readings of a Basic header, and under one name however the header is written', async () => {
      const from = newPlace();
      const { clientId } = client;
      const hex = (text: string) => `%${text.charCodeAt(0).toString(16)}`;
      const writings = (index: number) => `${clientId.slice(0, index)}${hex(clientId[index]!)}${clientId.slice(index + 1)}`;
      const statuses = await repeat(9, (index) => throughBasic(server, { clientId: writings(index), clientSecret: 'a%41' }, from));
      expect(statuses).toEqual(Array(9).fill(401));
      expect(await throughBasic(server, client, from)).toMatchObject({ status: 200 });
      expect(await repeat(2, () => throughHttp(server, wrong(clientId), from))).toEqual([401, 429]);
    });

    test('is another one where its id is written in another case, and neither is let in', async () => {
      const from = newPlace();
      const variants = [client.clientId.toUpperCase(), client.clientId.toLowerCase(), ` ${client.clientId}`, `${client.clientId}\0`];
      for (const clientId of variants) {
        expect(await throughHttp(server, { clientId, clientSecret: client.clientSecret }, from)).toMatchObject({ status: 401 });
      }
    });

    test('fails only where it is not who it says: other refusals do not count', async () => {
      const from = newPlace();
      const ask = (body: Record<string, string>, headers = {}) =>
        requestToken(server, body, { headers: { 'x-forwarded-for': from, ...headers } });
      const right = { client_id: client.clientId, client_secret: client.clientSecret };
      for (let index = 0; index < 12; index += 1) {
        expect(await ask({ ...right, grant_type: 'password' })).toMatchObject({ status: 400 });
        expect(await ask({ ...right, grant_type: 'client_credentials', scope: 'books:close' })).toMatchObject({ status: 400 });
        expect(await ask({ grant_type: 'client_credentials', client_id: client.clientId })).toMatchObject({ status: 401 });
        expect(await ask({ ...right, grant_type: 'client_credentials' }, basic('a', 'b'))).toMatchObject({ status: 400 });
      }
      expect(await throughHttp(server, client, from)).toMatchObject({ status: 200 });
    });
  });

  describe('an address', () => {
    test('is refused after fifty failures of whatever clients, in which nobody known from there is held up', async () => {
      const from = newPlace();
      const [known, stranger] = [await server.client('AUDITOR'), await server.client('AUDITOR')];
      expect(await throughHttp(server, known, from)).toMatchObject({ status: 200 });
      const spray = await repeat(200, (index) => throughHttp(server, wrong(`sprayed${index}`), from));
      expect(spray).toEqual([...Array<number>(50).fill(401), ...Array<number>(150).fill(429)]);
      expect(await throughHttp(server, stranger, from)).toMatchObject({ status: 429, retryAfter: '60' });
      expect(await throughGraphQL(server, stranger, from)).toMatchObject({ status: 429, error: 'THROTTLED' });
      expect(await repeat(20, () => throughHttp(server, known, from))).toEqual(Array(20).fill(200));
      expect(await throughHttp(server, stranger, newPlace())).toMatchObject({ status: 200 });
    });

    test('is counted by the /64 of IPv6', async () => {
      const from = (index: number) => `2001:db8:0:1:${index.toString(16)}:${(index * 5081).toString(16)}::1`;
      const statuses = await repeat(12, (index) => throughHttp(server, wrong(client.clientId), from(index)));
      expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
      expect(await throughHttp(server, client, '2001:db8:0:2::1')).toMatchObject({ status: 200 });
    });

    test('is the same written as IPv4 and as IPv6, and with the port of its connection', async () => {
      const from = newPlace();
      const writings = [from, `::ffff:${from}`, `[::ffff:${from}]:443`, `${from}:50123`, `${from}:50124`];
      await repeat(10, (index) => throughHttp(server, wrong(client.clientId), writings[index % writings.length]));
      for (const writing of writings) expect(await throughHttp(server, client, writing)).toMatchObject({ status: 429 });
    });
  });

  test('a flood from a thousand other addresses holds up a client neither at its usual address nor at a new one', async () => {
    const [usual, target] = [newPlace(), await server.client('AUDITOR')];
    expect(await throughHttp(server, target, usual)).toMatchObject({ status: 200 });
    const flood = await repeat(1_000, (index) => throughHttp(server, wrong(target.clientId), `10.1.${index >> 8}.${index & 255}`));
    expect(tally(flood)).toEqual({ 401: 1_000 });
    expect(await throughHttp(server, target, usual)).toMatchObject({ status: 200 });
    expect(await throughHttp(server, target, newPlace())).toMatchObject({ status: 200 });
  }, 60_000);

  describe('attempts at once', () => {
    test('with wrong secrets get no further than one after the other', async () => {
      const from = newPlace();
      const attempts = Array.from({ length: 100 }, (_, index) =>
        (index % 2 ? throughHttp : throughGraphQL)(server, { clientId: client.clientId, clientSecret: `guess${index}` }, from),
      );
      const failures = (await Promise.all(attempts)).map(({ error }) => error);
      expect(failures.filter((error) => error === 'invalid_client' || error === 'UNAUTHENTICATED')).toHaveLength(10);
      expect(failures.filter((error) => error === 'temporarily_unavailable' || error === 'THROTTLED')).toHaveLength(90);
    });

    test('over many clients get no further than one after the other', async () => {
      const from = newPlace();
      const attempts = Array.from({ length: 200 }, (_, index) => throughHttp(server, wrong(`atonce${index}`), from));
      expect(tally((await Promise.all(attempts)).map(({ status }) => status))).toEqual({ 401: 50, 429: 150 });
    });

    test('with the right secret all get their tokens, from a new address too', async () => {
      const from = newPlace();
      const attempts = Array.from({ length: 100 }, () => throughHttp(server, client, from));
      expect(tally((await Promise.all(attempts)).map(({ status }) => status))).toEqual({ 200: 100 });
    });

    test('after a hold let one guess in, and not one each', async () => {
      const from = newPlace();
      await repeat(10, () => throughHttp(server, wrong(client.clientId), from));
      server.clock.advance(MINUTE);
      const attempts = Array.from({ length: 50 }, () => throughHttp(server, wrong(client.clientId), from));
      expect(tally((await Promise.all(attempts)).map(({ status }) => status))).toEqual({ 401: 1, 429: 49 });
    });
  });
});
