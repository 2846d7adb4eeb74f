import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';
import { answeredOf, ask, costsTen, limit } from './support/asking';

forEachEngine((engine) => {
  let server: TestServer;
  let client: TestClient;
  beforeAll(async () => {
    server = await startServer(engine, { settings: { CORS_ORIGINS: 'https://app.example' } });
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    client = await server.client('INTEGRATOR');
    await limit(server, client, { costPerMinute: 100 });
  });

  test('each answer tells what it cost and how much is left, and what is used comes back with time', async () => {
    const first = await ask(server, client.token);
    expect(first).toMatchObject({ status: 200, policy: '"cost";q=100;w=60', limit: '"cost";r=90;t=6' });
    expect(first.cost).toEqual({ asked: 10, used: 10, remaining: 90, limit: 100 });
    expect((await ask(server, client.token)).limit).toBe('"cost";r=80;t=12');
    server.clock.advance(9_000);
    expect((await ask(server, client.token)).cost).toMatchObject({ remaining: 85 });
    server.clock.advance(600_000);
    expect((await ask(server, client.token)).cost).toMatchObject({ remaining: 90 });
  });

  test('of a hundred requests at once those are answered for which there is room, and no others', async () => {
    expect(await answeredOf(100, () => ask(server, client.token))).toBe(10);
    expect((await ask(server, client.token)).cost).toEqual({ asked: 10, used: 0, remaining: 0, limit: 100 });
    server.clock.advance(12_000);
    expect(await answeredOf(100, () => ask(server, client.token))).toBe(2);
  });

  test('whoever is over it learns which quota it is and when to come again, and coming then is early enough', async () => {
    await answeredOf(10, () => ask(server, client.token));
    const refused = await ask(server, client.token);
    expect(refused).toMatchObject({ status: 429, code: 'THROTTLED', retryable: true, retryAfter: '6', limit: '"cost";r=0;t=60' });
    expect(refused.message).toBe("This costs 10, and 0 is left of the developer's own quota (100 a minute, 100 at once). Wait 6 s.");
    server.clock.advance(5_999);
    expect((await ask(server, client.token)).code).toBe('THROTTLED');
    server.clock.advance(1);
    expect((await ask(server, client.token)).code).toBeUndefined();
  });

  test('what is refused is not executed, and refusals are free', async () => {
    const open = (name: string) => `mutation { createCompany(input: { legalName: "${name}", chart: EMPTY }) { company { id } } }`;
    await answeredOf(10, () => ask(server, client.token));
    for (let each = 0; each < 20; each += 1) expect((await ask(server, client.token, open('Refused'))).code).toBe('THROTTLED');
    server.clock.advance(6_000);
    expect((await ask(server, client.token, open('Opened'))).data.createCompany.company.id).toEqual(expect.any(String));
    const { data } = await server.graphql('{ companies(first: 100) { nodes { legalName } } }', {}, await server.admin());
    expect(data.companies.nodes.map(({ legalName }: { legalName: string }) => legalName)).not.toContain('Refused');
  });

  test('an operation that is dearer than all that there ever is at once is too complex, and costs nothing', async () => {
    const dear = '{ companies(first: 100) { nodes { id legalName } } }';
    const refused = await ask(server, client.token, dear);
    expect(refused).toMatchObject({ status: 400, code: 'TOO_COMPLEX', retryable: false, retryAfter: null, limit: '"cost";r=100;t=0' });
    expect(refused.message).toContain("the developer's own quota allows 100 at once");
    expect((await ask(server, client.token)).cost).toMatchObject({ remaining: 90 });
  });

  test('what was asked and not used is given back', async () => {
    const auditor = await server.client('AUDITOR');
    await limit(server, auditor, { costPerMinute: 100, burst: 1_000 });
    const { cost } = await ask(server, auditor.token, '{ companies(first: 100) { nodes { id legalName } } }');
    expect(cost!.asked).toBeGreaterThan(200);
    expect(cost!.used).toBeLessThan(cost!.asked! / 2);
    expect(cost!.remaining).toBe(1_000 - cost!.used);
  });

  test('what was used beyond what was asked is owed', async () => {
    const names = Array.from(
      { length: 10 },
      (_, index) => `role${index}: createRole(input: { name: "R${index}", permissions: [] }) { role { name } }`,
    );
    expect((await server.graphql(`mutation { ${names.join(' ')} }`, {}, await server.admin())).errors).toBeUndefined();
    // A list that comes without pages is taken to have five members until it is read.
    const all = '{ roles { name a: name b: name c: name d: name e: name f: name g: name h: name } }';
    expect(await ask(server, client.token, all)).toMatchObject({ cost: { asked: 46, used: 136, remaining: 0 }, limit: '"cost";r=0;t=82' });
    expect(await ask(server, client.token)).toMatchObject({ code: 'THROTTLED', retryAfter: '28' });
    server.clock.advance(28_000);
    expect((await ask(server, client.token)).code).toBeUndefined();
  });

  test('refusals, aliases and hidden objects are charged for each root field', async () => {
    const forbidden = await ask(server, client.token, '{ developers { nodes { id } } }'.replace('developers', 'developers(first: 1)'));
    expect([forbidden.code, forbidden.cost!.remaining]).toEqual(['FORBIDDEN', 99]);
    const unknown = 'id: "0192f0c1-2b3c-7d4e-8f50-61728394a5b6"';
    const many = `{ ${Array.from({ length: 20 }, (_, index) => `n${index}: company(${unknown}) { id }`).join(' ')} }`;
    expect((await ask(server, client.token, many)).cost).toMatchObject({ remaining: 79 });
    const mutation = `mutation { a: suspendDeveloper(input: { ${unknown} }) { developer { id } } }`;
    expect(await ask(server, client.token, mutation)).toMatchObject({ code: 'FORBIDDEN', cost: { asked: 3, used: 0, remaining: 78 } });
    expect(await ask(server, client.token, 'mutation { updateDeveloper(input: { id: "x" }) { developer { id } } }')).toMatchObject({
      code: 'BAD_USER_INPUT',
      cost: { remaining: 77 },
    });
  });

  test('what was made and then taken away by an error is charged', async () => {
    const client = await server.client('AUDITOR');
    await limit(server, client, { costPerMinute: 1_000 });
    const absent = 'transactions(companyId: "01890000-0000-7000-8000-000000000000") { nodes { id } }';
    const { cost, data } = await ask(server, client.token, `{ ${costsTen.slice(1, -1)} ${absent} }`);
    expect([data, cost!.used, cost!.remaining <= 990]).toEqual([null, 0, true]);
  });

  test('describing the schema is charged what it asks', async () => {
    const introspection = '{ __schema { types { name fields { name description } } } }';
    expect((await ask(server, client.token, introspection)).cost).toMatchObject({ asked: 1, remaining: 99 });
    await answeredOf(9, () => ask(server, client.token));
    await ask(server, client.token, `{ ${Array.from({ length: 9 }, (_, index) => `t${index}: __typename`).join(' ')} }`);
    expect((await ask(server, client.token, introspection)).code).toBe('THROTTLED');
  });

  test('what is not understood is not charged', async () => {
    for (const query of ['{', '{ nothing }', '{ viewer { roles } } query Other { viewer { roles } }']) {
      expect(await ask(server, client.token, query)).toMatchObject({ limit: '"cost";r=100;t=0' });
    }
  });

  test('by GET it is the same quota, as it is by any credentials of the developer', async () => {
    const credential = `mutation { createCredential(input: { developerId: "${client.developerId}" }) { clientSecret credential { clientId } } }`;
    const made = (await ask(server, client.token, credential)).data.createCredential;
    const other = await server.token({ clientId: made.credential.clientId, clientSecret: made.clientSecret }, 'self:read');
    const headers = { authorization: `Bearer ${other}`, 'apollo-require-preflight': '1' };
    const answer = await server.fetch(`/graphql?query=${encodeURIComponent(costsTen)}`, { headers });
    expect([answer.status, answer.headers.get('ratelimit')]).toEqual([200, expect.stringMatching(/^"cost";r=8\d;/)]);
    expect(await answeredOf(50, (index) => ask(server, index % 2 ? other : client.token))).toBe(8);
    expect((await server.fetch(`/graphql?query=${encodeURIComponent(costsTen)}`, { headers })).status).toBe(429);
  });

  test('a token is not charged, and the quota of one developer is no other one’s', async () => {
    await answeredOf(10, () => ask(server, client.token));
    const { clientId, clientSecret, token } = client;
    const mutation = `mutation { token(clientId: "${clientId}", clientSecret: "${clientSecret}") { accessToken } }`;
    expect((await ask(server, token, mutation)).data.token.accessToken).toEqual(expect.any(String));
    expect(await server.token(client)).toEqual(expect.any(String));
    const withMore = mutation.replace('} }', '} createCompany(input: { legalName: "x", chart: EMPTY }) { company { id } } }');
    expect((await ask(server, token, withMore)).code).toBe('THROTTLED');
    const other = await server.client('INTEGRATOR');
    expect(await ask(server, other.token)).toMatchObject({ status: 200, cost: undefined, policy: null, limit: null });
  });

  test('statements as CSV are charged by their cells', async () => {
    const admin = await server.client('ADMIN');
    const open = 'mutation { createCompany(input: { legalName: "Books", chart: STANDARD }) { company { id } } }';
    const { id } = (await ask(server, admin.token, open)).data.createCompany.company;
    await limit(server, admin, { costPerMinute: 1_000 });
    const read = async (query = '') => {
      const headers = { authorization: `Bearer ${admin.token}` };
      const answer = await server.fetch(`/reports/trial-balance.csv?companyId=${id}&asOf=2026-01-31&includeZero=true${query}`, { headers });
      return { status: answer.status, text: await answer.text(), headers: answer.headers };
    };
    const { status, text, headers } = await read();
    expect([status, headers.get('ratelimit')]).toEqual([200, '"cost";r=500;t=30']);
    const lines = text.trim().split('\r\n');
    const cells = lines.length * lines[0]!.split(',').length;
    const { cost } = await ask(server, admin.token);
    expect(cost!.remaining).toBe(1_000 - cells - 10);
    expect((await read('&nonsense=1')).status).toBe(400);
    expect((await ask(server, admin.token)).cost!.remaining).toBe(1_000 - cells - 21);
    await answeredOf(100, () => ask(server, admin.token));
    const refused = await read();
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
    expect(JSON.parse(refused.text)).toMatchObject({ errors: [{ extensions: { code: 'THROTTLED', retryable: true } }] });
  });

  test('what was throttled is told by usage, as the developer’s', async () => {
    await answeredOf(13, () => ask(server, client.token));
    await server.services.usage.flush();
    const now = server.clock.now();
    const range = `from: "${new Date(now - 60_000).toISOString()}", to: "${new Date(now + 60_000).toISOString()}"`;
    const query = `{ usage(${range}, developerId: "${client.developerId}") { totals { requests throttled cost } } }`;
    const { data } = await server.graphql(query, {}, await server.admin());
    expect(data.usage.totals).toMatchObject({ requests: 14, throttled: 3, cost: 100 });
  });

  test('cost and usage of a request agree', async () => {
    const { cost, usage } = await ask(server, client.token, costsTen, { 'open-ledger-usage': '1' });
    expect([cost!.used, cost!.asked]).toEqual([usage!.cost, usage!.costAsked]);
  });

  test('pages of other origins may read how much is left', async () => {
    const headers = { origin: 'https://app.example', authorization: `Bearer ${client.token}`, 'apollo-require-preflight': '1' };
    const answer = await server.fetch(`/graphql?query=${encodeURIComponent(costsTen)}`, { headers });
    const exposed = answer.headers.get('access-control-expose-headers')!.split(', ');
    expect(exposed).toEqual(expect.arrayContaining(['ratelimit', 'ratelimit-policy', 'retry-after']));
  });
});
