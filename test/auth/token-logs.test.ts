import { setTimeout as after } from 'node:timers/promises';
import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';
import { basic, formType, jsonType, requestToken } from './support/token-requests';
import { repeat, throughBasic, throughGraphQL, throughHttp, wrong } from './token-attempts/support/attempts';

const grant = { grant_type: 'client_credentials' };

forEachEngine((engine) => {
  let server: TestServer;
  let client: TestClient;
  beforeAll(async () => {
    server = await startServer(engine, { settings: { LOG_LEVEL: 'debug', TRUST_PROXY: '127.0.0.1' } });
    client = await server.client('AUDITOR');
  });
  afterAll(() => server.close());

  /** The lines about an address, which are written behind the answers. */
  async function throttlings(from: string, expected: number): Promise<unknown[]> {
    const end = Date.now() + 5_000;
    for (;;) {
      const lines = server.log
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ addressPrefix }) => addressPrefix === from);
      if (lines.length >= expected || Date.now() > end) return lines;
      await after(20);
    }
  }

  test('no secret, token, header or variable of a token request reaches the log, through whichever door and however it ends', async () => {
    const { clientId, clientSecret: secret } = client;
    const right = { client_id: clientId, client_secret: secret };
    await requestToken(server, { ...grant, ...right });
    await requestToken(server, grant, { headers: basic(clientId, secret) });
    await requestToken(server, grant, { headers: { authorization: `Bearer ${client.token}` } });
    await requestToken(server, { ...grant, ...right, scope: secret, audience: secret });
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    await requestToken(server, { ...grant, client_assertion_type: type, client_assertion: client.token });
    await requestToken(server, grant, { query: `?client_id=${clientId}&client_secret=${secret}` });
    await requestToken(server, JSON.stringify({ ...grant, ...right }).slice(0, -1), { headers: jsonType });
    await requestToken(server, `client_secret=${secret}&client_secret=${secret}`, { headers: formType });
    await requestToken(server, `client_secret=${secret}`, { headers: { 'content-type': `text/plain; secret=${secret}` } });
    const mutation =
      'mutation Ask($clientId: String!, $clientSecret: String!) { token(clientId: $clientId, clientSecret: $clientSecret) { accessToken } }';
    await server.graphql(mutation, { clientId, clientSecret: secret });
    await server.graphql(mutation, { clientId, clientSecret: [secret] });
    await server.graphql(mutation, { clientId: { [secret]: secret } });
    await server.graphql(`mutation { token(clientId: "${clientId}", clientSecret: "${secret}") { accessToken } }`);
    await server.graphql(`mutation { token(clientId: "${clientId}", clientSecret: "${secret}" "${secret}") { accessToken } }`);
    await server.graphql(`mutation { token(clientId: "${clientId}", clientSecret: "${secret}") { nothing } }`);
    await server.graphql('{ viewer { roles } }', {}, client.token);
    await server.graphql('{ viewer { roles } }', {}, `${client.token}x`);
    await server.graphql(`query ($first: Int) { companies(first: $first) { nodes { id } } }`, { first: secret }, client.token);
    await server.fetch(`/graphql?query={viewer{roles}}&access_token=${client.token}`);
    expect(server.log.length).toBeGreaterThan(18);
    const log = server.log.join('');
    for (const word of [secret, client.token, 'eyJ', 'Bearer ', 'Basic ', 'clientSecret', 'client_secret']) expect(log).not.toContain(word);
    expect(log).not.toMatch(/"authorization"/i);
  });

  test('a failure of the database during a token request is logged without what was sent', async () => {
    const before = server.log.length;
    const broken = jest.spyOn(server.database.reader, 'rows').mockRejectedValue(new Error('no such disk'));
    for (const door of [throughHttp, throughBasic, throughGraphQL]) {
      expect([500, 200]).toContain((await door(server, { clientId: 'SomeClient', clientSecret: 'SomeSecret' }, '192.0.2.8')).status);
    }
    broken.mockRestore();
    const log = server.log.slice(before).join('');
    expect(log).toContain('no such disk');
    expect(log).not.toMatch(/SomeClient|SomeSecret/);
  });

  test('line breaks in the name of an operation, or in an address, forge no line', async () => {
    const forged = '{"level":50,"msg":"forged"}';
    const body = JSON.stringify({ query: 'query A { __typename } query B { __typename }', operationName: `A\r\n${forged}\n` });
    await server.fetch('/graphql', { method: 'POST', headers: jsonType, body });
    await server.fetch(`/nothing%0d%0a${encodeURIComponent(forged)}`, { headers: { 'x-forwarded-for': forged } });
    for (const line of server.log) {
      expect(line.trimEnd()).not.toMatch(/[\r\n\u2028\u2029]/);
      expect(JSON.parse(line)).not.toHaveProperty('msg', 'forged');
    }
  });

  test('a client that is held up at an address is logged once in ten minutes, by its id and the address', async () => {
    const from = '192.0.2.5';
    await repeat(30, () => throughHttp(server, wrong(client.clientId), from));
    await repeat(5, () => throughGraphQL(server, client, from));
    const line = {
      level: 40,
      msg: 'attempts to authenticate are held up',
      held: 'client',
      clientId: client.clientId,
      addressPrefix: from,
      retryAfterSeconds: 60,
    };
    expect(await throttlings(from, 1)).toEqual([expect.objectContaining(line)]);
    server.clock.advance(600_000);
    await repeat(2, () => throughHttp(server, wrong(client.clientId), from));
    expect(await throttlings(from, 2)).toEqual([
      expect.objectContaining(line),
      expect.objectContaining({ ...line, retryAfterSeconds: 120 }),
    ]);
  });

  test('an address that is held up is logged once in ten minutes, whatever the clients', async () => {
    await repeat(80, (index) => throughHttp(server, wrong(`sprayed${index}`), '2001:db8:7:7::5'));
    expect(await throttlings('2001:db8:7:7::/64', 1)).toEqual([expect.objectContaining({ held: 'address', clientId: null })]);
  });

  test('what is no client id is not logged as one: it may be a secret in the wrong field', async () => {
    const from = '192.0.2.6';
    await repeat(12, () => throughHttp(server, { clientId: client.clientSecret, clientSecret: client.clientId }, from));
    expect(await throttlings(from, 1)).toEqual([expect.objectContaining({ held: 'client', clientId: null })]);
    expect(server.log.join('')).not.toContain(client.clientSecret);
  });
});
