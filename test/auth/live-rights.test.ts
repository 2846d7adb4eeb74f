import { setTimeout as after } from 'node:timers/promises';
import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';

const developerOf = '(select developer_key from credentials where client_id = ?1)';
const roleNamed = (name: string) => `(select key from roles where name = '${name}')`;

forEachEngine((engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer(engine);
  });
  afterAll(() => server.close());

  /** A change of which this process is not told, as another process would make it. */
  async function changeElsewhere(statement: string, client: TestClient): Promise<void> {
    const parameters = [client.clientId];
    await server.database.writer.run(async (transaction) => {
      await transaction.run(statement, parameters);
      await transaction.run('update access_state set version = version + 1');
    });
  }

  const permissionsOf = async (token: string, at = server) => {
    const { status, data } = await at.graphql<{ viewer: { permissions: string[] } }>('{ viewer { permissions } }', {}, token);
    return status === 200 ? data!.viewer.permissions : status;
  };

  /** What `read` gives once it gives something else than now, at the latest after two seconds. */
  async function changeOf<T>(read: () => Promise<T>): Promise<T> {
    const before = JSON.stringify(await read());
    const end = Date.now() + 2_000;
    for (;;) {
      const now = await read();
      if (JSON.stringify(now) !== before || Date.now() > end) return now;
      await after(50);
    }
  }

  test.each<[string, string]>([
    ['a suspended developer', `update developers set status = 'SUSPENDED' where key = ${developerOf}`],
    ['a revoked credential', 'update credentials set revoked_at = 1 where client_id = ?1'],
    [
      'an expired secret',
      'update credential_secrets set expires_at = 1 where credential_key = (select key from credentials where client_id = ?1)',
    ],
    ['a deleted credential', "update credentials set client_id = client_id || 'gone' where client_id = ?1"],
  ])('%s is kept out within two seconds of the change in another process', async (_name, statement) => {
    const client = await server.client('AUDITOR');
    expect(await permissionsOf(client.token)).toContain('reports:read');
    await changeElsewhere(statement, client);
    expect(await changeOf(() => permissionsOf(client.token))).toBe(401);
  });

  test('a role taken away in another process counts within two seconds, and one given too', async () => {
    const client = await server.client('AUDITOR');
    await changeElsewhere(`delete from developer_roles where developer_key = ${developerOf}`, client);
    expect(await changeOf(() => permissionsOf(client.token))).toEqual([]);
    await changeElsewhere(
      `insert into developer_roles (developer_key, role_key) values (${developerOf}, ${roleNamed('DEVELOPER')})`,
      client,
    );
    expect(await changeOf(() => permissionsOf(client.token))).toEqual(['self:read', 'self:write', 'usage:read']);
  });

  test('a change in this process counts on the next request', async () => {
    const client = await server.client('INTEGRATOR');
    const mutation = 'mutation { createCompany(input: { legalName: "Ours", chart: EMPTY }) { company { id legalName } } }';
    expect(await permissionsOf(client.token)).not.toContain('transactions:post');
    const opened = await server.graphql(mutation, {}, client.token);
    expect(opened.errors).toBeUndefined();
    expect(await permissionsOf(client.token)).toContain('transactions:post');
    const { data } = await server.graphql('{ companies { nodes { legalName } } }', {}, client.token);
    expect(data).toEqual({ companies: { nodes: [{ legalName: 'Ours' }] } });
  });

  test('a token that was asked for with a scope never gets more than that', async () => {
    const client = await server.client('INTEGRATOR');
    const narrow = await server.token(client, 'companies:create');
    await server.graphql('mutation { createCompany(input: { legalName: "Ours", chart: EMPTY }) { company { id } } }', {}, narrow);
    expect(await permissionsOf(narrow)).toEqual(['companies:create']);
    expect(await permissionsOf(client.token)).toContain('transactions:post');
  });

  test('a token of a limited credential never gets more than the credential', async () => {
    const { data } = await server.graphql(
      'mutation { createCredential(input: { scope: ["developers:read", "usage:read"] }) { clientSecret credential { clientId scope } } }',
      {},
      await server.admin(),
    );
    const { clientSecret, credential } = data.createCredential;
    const token = await server.token({ clientId: credential.clientId, clientSecret });
    expect(await permissionsOf(token)).toEqual(['developers:read', 'usage:read']);
    await expect(server.token({ clientId: credential.clientId, clientSecret }, 'developers:write')).rejects.toThrow('invalid_scope');
  });

  test('access to a company ends at its time, without anybody doing anything', async () => {
    const company = await server.graphql(
      'mutation { createCompany(input: { legalName: "Guests", chart: EMPTY }) { company { id } } }',
      {},
      await server.admin(),
    );
    const client = await server.client([]);
    const expiresAt = new Date(server.clock.now() + 60_000).toISOString();
    const input = { developerId: client.developerId, companyId: company.data.createCompany.company.id, role: 'AUDITOR', expiresAt };
    await server.graphql(
      'mutation ($input: GrantAccessInput!) { grantAccess(input: $input) { developer { id } } }',
      { input },
      await server.admin(),
    );
    expect(await permissionsOf(client.token)).toContain('reports:read');
    server.clock.advance(59_999);
    expect(await permissionsOf(client.token)).toContain('reports:read');
    server.clock.advance(1);
    expect(await permissionsOf(client.token)).toEqual([]);
  });

  test('thousands of requests with a remembered token ask the database nothing, and verify no signature', async () => {
    const { token } = await server.client('AUDITOR');
    const { auth } = server.services;
    const authorization = `Bearer ${token}`;
    const first = await auth.authenticate(authorization);
    const statements = jest.spyOn(server.database.reader, 'rows');
    const { hits, misses } = auth.tokenCounts;
    const seen = new Set<unknown>();
    for (let count = 0; count < 5_000; count += 1) seen.add(await auth.authenticate(authorization));
    expect(seen).toEqual(new Set([first]));
    expect(auth.tokenCounts).toMatchObject({ hits: hits + 5_000, misses });
    // The watch may have looked meanwhile, once a second.
    expect(statements.mock.calls.filter(([, rest]) => !rest.includes('access_state'))).toEqual([]);
    statements.mockRestore();
  });

  test('requests that come at once for a client that is not remembered read it once', async () => {
    const { token } = await server.client('AUDITOR');
    server.services.developers.access.changed();
    const statements = jest.spyOn(server.database.reader, 'rows');
    await Promise.all(Array.from({ length: 20 }, () => server.services.auth.authenticate(`Bearer ${token}`)));
    const reads = statements.mock.calls.filter(([, rest]) => rest.includes('from credentials'));
    statements.mockRestore();
    expect(reads).toHaveLength(1);
  });

  if (engine.name === 'postgres') {
    test('two processes on one database accept each other’s tokens, and hear of each other’s changes', async () => {
      const { url, drop } = await engine.createDatabase();
      const [one, two] = [await startServer(url), await startServer(url)];
      const client = await one.client('INTEGRATOR');
      expect(await permissionsOf(client.token, two)).toContain('companies:create');
      await two.graphql('mutation { createCompany(input: { legalName: "Ours", chart: EMPTY }) { company { id } } }', {}, client.token);
      expect(await changeOf(() => permissionsOf(client.token, one))).toContain('transactions:post');
      await Promise.all([one.close(), two.close()]);
      await drop();
    });
  }
});
