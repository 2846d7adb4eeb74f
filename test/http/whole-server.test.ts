import { Client } from 'pg';
import { newId } from '../../src/shared/ids';
import { forEachEngine } from '../support/engines';
import { postgresEngine } from '../support/postgres-engine';
import { startServer, type TestServer } from '../support/server';

forEachEngine((engine) => {
  let server: TestServer;
  let companyId: string;
  let accountIds: string[];
  beforeAll(async () => {
    server = await startServer(engine);
    const create = 'mutation { createCompany(input: { legalName: "Ash & Co" }) { company { id accounts(first: 2) { nodes { id } } } } }';
    const { data } = await server.graphql(create, {}, await server.admin());
    companyId = data.createCompany.company.id;
    accountIds = data.createCompany.company.accounts.nodes.map(({ id }: { id: string }) => id);
  });
  afterAll(() => server.close());

  describe('node and nodes', () => {
    const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Account { code company { id } } } }';

    test('objects of any type come in the order of their ids, null for what does not exist', async () => {
      const ids = [accountIds[1], newId(), companyId, accountIds[0], accountIds[1]];
      const { data } = await server.graphql(nodes, { ids }, await server.admin());
      expect(data.nodes.map((node: { id: string } | null) => node?.id ?? null)).toEqual([ids[0], null, ids[2], ids[3], ids[4]]);
      expect(data.nodes[0]).toMatchObject({ __typename: 'Account', code: '1010', company: { id: companyId } });
    });

    test('what the caller cannot see looks like what does not exist', async () => {
      const { data, errors } = await server.graphql(nodes, { ids: [companyId, accountIds[0]] }, await server.as('DEVELOPER'));
      expect([data, errors]).toEqual([{ nodes: [null, null] }, undefined]);
      const single = await server.graphql('query ($id: ID!) { node(id: $id) { id } }', { id: companyId }, await server.as('DEVELOPER'));
      expect([single.data, single.errors]).toEqual([{ node: null }, undefined]);
    });

    test('developers and credentials are nodes too', async () => {
      const client = await server.client('DEVELOPER');
      const { data } = await server.graphql('{ viewer { developer { id credentials { id clientId } } } }', {}, client.token);
      const [credential] = data.viewer.developer.credentials;
      const found = await server.graphql(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Credential { clientId } } }',
        { ids: [client.developerId, credential.id] },
        client.token,
      );
      expect(found.data.nodes).toEqual([{ __typename: 'Developer' }, { __typename: 'Credential', clientId: client.clientId }]);
    });

    test('a hundred ids are taken and one more is not; what is no UUID is named', async () => {
      const admin = await server.admin();
      const ids = Array.from({ length: 100 }, newId);
      expect((await server.graphql(nodes, { ids }, admin)).data.nodes).toHaveLength(100);
      const many = await server.graphql(nodes, { ids: [...ids, newId()] }, admin);
      expect([many.codes, many.errors![0]!.extensions.violations]).toEqual([
        ['BAD_USER_INPUT'],
        [expect.objectContaining({ path: ['ids'] })],
      ]);
      const wrong = await server.graphql(nodes, { ids: [companyId, 'x'] }, admin);
      expect(wrong.errors![0]!.extensions.violations).toEqual([expect.objectContaining({ code: 'NOT_A_UUID', path: ['ids', '1'] })]);
    });

    test('they need a token, and no more', async () => {
      expect(await server.graphql(nodes, { ids: [companyId] })).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'], data: undefined });
    });
  });

  test('a token is good for an hour, and then 401 with a challenge that says so', async () => {
    const token = await server.as('AUDITOR');
    server.clock.advance(3_599_000);
    expect((await server.graphql('{ viewer { roles } }', {}, token)).data).toEqual({ viewer: { roles: ['AUDITOR'] } });
    server.clock.advance(120_000);
    const answer = await server.graphql('{ __typename }', {}, token);
    expect([answer.status, answer.codes, answer.data]).toEqual([401, ['UNAUTHENTICATED'], undefined]);
    expect(answer.headers.get('www-authenticate')).toMatch(
      /^Bearer realm="open-ledger", error="invalid_token", error_description="[^"]+", resource_metadata="http:[^"]+"$/,
    );
  });

  test('the token mutation and the token endpoint give the same kind of token, and neither is kept by caches', async () => {
    const { clientId, clientSecret } = await server.client('AUDITOR');
    const mutation =
      'mutation ($id: String!, $secret: String!) { token(clientId: $id, clientSecret: $secret) { accessToken tokenType expiresIn scope } }';
    const answer = await server.graphql(mutation, { id: clientId, secret: clientSecret });
    expect(answer.data.token).toMatchObject({ tokenType: 'Bearer', expiresIn: 3600 });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await server.graphql('{ viewer { roles } }', {}, answer.data.token.accessToken)).data).toEqual({
      viewer: { roles: ['AUDITOR'] },
    });
    const wrong = await server.graphql(mutation, { id: clientId, secret: 'x' });
    expect([wrong.status, wrong.data, wrong.codes]).toEqual([200, null, ['UNAUTHENTICATED']]);
  });

  test('a refused field is null with its path, and its row stands', async () => {
    const token = await server.as('BOOKKEEPER', companyId);
    const { status, data, errors } = await server.graphql('{ companies { nodes { legalName taxId } } }', {}, token);
    expect([status, data]).toEqual([200, { companies: { nodes: [{ legalName: 'Ash & Co', taxId: null }] } }]);
    expect(errors).toMatchObject([{ path: ['companies', 'nodes', 0, 'taxId'], extensions: { code: 'FORBIDDEN', retryable: false } }]);
  });

  test('a text that would be SQL is only a text', async () => {
    const injection = `'; drop table companies; --`;
    const { data, errors } = await server.graphql(
      'query ($s: String) { companies(filter: { search: $s, externalId: $s }) { totalCount } }',
      { s: injection },
      await server.admin(),
    );
    expect([data, errors]).toEqual([{ companies: { totalCount: 0 } }, undefined]);
  });

  test('the log of all this holds no secret and no token', async () => {
    const { clientId, clientSecret, token } = await server.client('AUDITOR');
    await server.fetch(`/oauth/token?client_id=${clientId}&client_secret=${clientSecret}`, { method: 'POST' });
    await server.fetch('/oauth/token', { method: 'POST', headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}x`)}` } });
    await server.graphql('mutation ($s: String!) { token(clientId: "a", clientSecret: $s) { scope } }', { s: clientSecret }, token);
    expect(server.log.length).toBeGreaterThan(10);
    const log = server.log.join('');
    expect(log).not.toContain(clientSecret);
    expect(log).not.toContain(btoa(`${clientId}:${clientSecret}x`));
    expect(log).not.toContain('eyJ');
  });
});

test('readiness is lost with PostgreSQL within two seconds, liveness is not, and it comes back by itself', async () => {
  const server = await startServer(postgresEngine);
  const administrator = new Client({ connectionString: process.env['TEST_POSTGRES_URL'] });
  await administrator.connect();
  const name = (await server.database.reader.rows(['current_database()'], '', []))[0]![0] as string;
  const ready = async () => (await server.fetch('/readyz')).status;
  expect(await ready()).toBe(200);

  await administrator.query(`alter database ${name} allow_connections false`);
  await administrator.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  const begun = performance.now();
  expect(await ready()).toBe(503);
  expect(performance.now() - begun).toBeLessThan(2_500);
  expect((await server.fetch('/livez')).status).toBe(200);
  const token = 'mutation { token(clientId: "a", clientSecret: "b") { scope } }';
  expect(await server.graphql(token)).toMatchObject({ data: null, codes: ['INTERNAL_SERVER_ERROR'] });

  await administrator.query(`alter database ${name} allow_connections true`);
  expect(await ready()).toBe(200);
  expect((await server.graphql(token)).codes).toEqual(['UNAUTHENTICATED']);
  await administrator.end();
  await server.close();
});
