import { setTimeout as after } from 'node:timers/promises';
import { RevokedTokenEntity } from '../../src/auth/revoked-token.entity';
import { RevokedTokens } from '../../src/auth/revoked-tokens';
import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';
import { basic, inBody, post } from './support/token-requests';

const somebody = { developerKey: null, credentialKey: null, subject: 'test', requestId: 'test', address: null };

forEachEngine((engine) => {
  let server: TestServer;
  let client: TestClient;
  beforeAll(async () => {
    server = await startServer(engine);
    client = await server.client('AUDITOR');
  });
  afterAll(() => server.close());

  const revoke = (token: string, by: TestClient, more: Record<string, string> = {}, at = server) =>
    post(at, '/oauth/revoke', { ...inBody(by), token, ...more });
  const statusOf = async (token: string, at = server) => (await at.graphql('{ viewer { roles } }', {}, token)).status;
  const stored = () => server.database.reader.manager.count(RevokedTokenEntity);

  test('a revoked token is refused on the next request, and the others of its client are not', async () => {
    const other = await server.token(client);
    expect(await statusOf(client.token)).toBe(200);
    const answer = await revoke(client.token, client);
    expect([answer.status, answer.body]).toEqual([200, {}]);
    expect(answer.headers.get('content-length')).toBe('0');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { status, headers, data } = await server.graphql('{ viewer { roles } }', {}, client.token);
    expect([status, data]).toEqual([401, undefined]);
    expect(headers.get('www-authenticate')).toContain('error="invalid_token", error_description="The token has been revoked."');
    expect(await statusOf(other)).toBe(200);
  });

  test('the answer is the same once more, for an expired token, and for what never was one; nothing is written', async () => {
    const expired = await server.token(client);
    const again = await server.token(client);
    await revoke(again, client);
    server.clock.advance(3_600_000);
    const before = await stored();
    for (const token of [again, expired, 'garbage', `${again}x`, 'ey.ey.ey', 'a'.repeat(15_000)]) {
      expect(await revoke(token, client)).toMatchObject({ status: 200, body: {} });
    }
    expect(await stored()).toBe(before);
  });

  test('the token of another client stays good, and whoever asks learns nothing', async () => {
    const admin = await server.client('ADMIN');
    const token = await server.token(client);
    const before = await stored();
    for (const stranger of [admin, await server.client('AUDITOR')]) {
      expect(await revoke(token, stranger)).toMatchObject({ status: 200, body: {} });
    }
    expect(await statusOf(token)).toBe(200);
    expect(await stored()).toBe(before);
  });

  test('the token of another credential of the same developer stays good', async () => {
    const developer = await server.client('DEVELOPER');
    const mutation = 'mutation { createCredential(input: {}) { clientSecret credential { clientId } } }';
    const { data } = await server.graphql(mutation, {}, developer.token);
    const { clientSecret, credential } = data!['createCredential'];
    const sibling = { ...developer, clientId: credential['clientId'], clientSecret };
    expect((await revoke(developer.token, sibling)).status).toBe(200);
    expect(await statusOf(developer.token)).toBe(200);
  });

  test('a suspended client can neither revoke nor ask', async () => {
    const gone = await server.client('ADMIN');
    const token = await server.token(client);
    const suspend = "update developers set status = 'SUSPENDED' where id = ?1";
    await server.database.writer.run((transaction) => transaction.run(suspend, [gone.developerId]));
    server.services.developers.access.changed();
    expect((await revoke(gone.token, gone)).body.error).toBe('invalid_client');
    expect((await post(server, '/oauth/introspect', { ...inBody(gone), token })).body.error).toBe('invalid_client');
    expect(await statusOf(token)).toBe(200);
  });

  test.each(['access_token', 'refresh_token', 'whatever'])('the hint %s changes nothing', async (hint) => {
    const token = await server.token(client);
    expect((await revoke(token, client, { token_type_hint: hint })).status).toBe(200);
    expect(await statusOf(token)).toBe(401);
  });

  test('clients prove who they are as at the token endpoint, and nothing is revoked for those who do not', async () => {
    const token = await server.token(client);
    const wrong = await post(server, '/oauth/revoke', { token, client_id: client.clientId, client_secret: 'wrong' });
    const none = await post(server, '/oauth/revoke', { token });
    const bearer = await post(server, '/oauth/revoke', { token }, { headers: { authorization: `Bearer ${token}` } });
    for (const answer of [wrong, none, bearer]) {
      expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="/);
    }
    expect(await statusOf(token)).toBe(200);
    const headers = basic(client.clientId, client.clientSecret);
    expect((await post(server, '/oauth/revoke', { token }, { headers })).status).toBe(200);
    expect(await statusOf(token)).toBe(401);
  });

  test('what is revoked many times at once is revoked once', async () => {
    const token = await server.token(client);
    const before = await stored();
    const answers = await Promise.all(Array.from({ length: 10 }, () => revoke(token, client)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await stored()).toBe(before + 1);
  });

  test('rows go an hour after their tokens have expired', async () => {
    await revoke(await server.token(client), client);
    server.clock.advance(7_200_000);
    await revoke(await server.token(client), client);
    expect(await stored()).toBe(1);
  });

  test('requests ask no database whether a token is revoked', async () => {
    const token = await server.token(client);
    await statusOf(token);
    const statements = jest.spyOn(server.database.reader, 'rows');
    for (let count = 0; count < 20; count += 1) await server.services.auth.authenticate(`Bearer ${token}`);
    expect(statements.mock.calls.filter(([, rest]) => rest.includes('revoked_tokens'))).toEqual([]);
    statements.mockRestore();
  });

  test('a revoked token stays refused after a restart, and where there are more than memory holds', async () => {
    const heard: (() => void)[] = [];
    const access = { onChange: (listener: () => void) => heard.push(listener), changed: () => undefined };
    const expiresAt = server.clock.now() + 60_000;
    const few = new RevokedTokens(server.database, access, server.clock, 3);
    for (let count = 0; count < 10; count += 1) await few.add(`id-${count}`, expiresAt, somebody);
    const restarted = new RevokedTokens(server.database, access, server.clock, 3);
    for (const tokens of [few, restarted]) {
      const revoked = await Promise.all(Array.from({ length: 12 }, async (_, count) => tokens.has(`id-${count}`)));
      expect(revoked).toEqual([...Array.from({ length: 10 }, () => true), false, false]);
    }
    server.clock.advance(3_600_000);
    expect(restarted.has('id-11')).toBe(false);
  });

  test('a token that another process has revoked is refused within two seconds', async () => {
    const token = await server.token(client);
    expect(await statusOf(token)).toBe(200);
    const silent = { onChange: () => undefined, changed: () => undefined };
    // What another process would do, of which this one is not told.
    const elsewhere = new RevokedTokens(server.database, silent, server.clock);
    const { jti, exp } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { jti: string; exp: number };
    await elsewhere.add(jti, exp * 1000, somebody);
    expect(await statusWithin(2_000, () => statusOf(token))).toBe(401);
  });

  if (engine.name === 'postgres') {
    test('of two servers on one database, each refuses within two seconds what the other has revoked', async () => {
      const { url, drop } = await engine.createDatabase();
      const servers = [await startServer(url), await startServer(url)] as const;
      const owner = await servers[0].client('AUDITOR');
      for (const [here, there] of [servers, servers.toReversed() as [TestServer, TestServer]]) {
        const token = await here.token(owner);
        expect(await statusOf(token, there)).toBe(200);
        expect((await revoke(token, owner, {}, here)).status).toBe(200);
        expect(await statusOf(token, here)).toBe(401);
        expect(await statusWithin(2_000, () => statusOf(token, there))).toBe(401);
      }
      await Promise.all(servers.map((each) => each.close()));
      await drop();
    });
  }

  /** The status once it is no longer 200, at the latest after so many milliseconds. */
  async function statusWithin(milliseconds: number, read: () => Promise<number>): Promise<number> {
    const end = Date.now() + milliseconds;
    let status = await read();
    while (status === 200 && Date.now() < end) {
      await after(50);
      status = await read();
    }
    return status;
  }
});
