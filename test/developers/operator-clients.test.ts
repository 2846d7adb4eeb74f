import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';

const bootstrap = { clientId: 'bootstrap', clientSecret: 'S'.repeat(40) };

forEachEngine((engine) => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer(engine);
  });
  afterEach(() => server.close());

  const developers = () => server.services.developers.developers;
  const adminCount = async (token: string) => (await server.graphql('{ developers { totalCount } }', {}, token)).data.developers.totalCount;

  test('an administrator is made without a caller, and can do everything', async () => {
    expect(await developers().developersExist()).toBe(false);
    const { developer, ...client } = await developers().createAdmin({ name: 'Ada', email: 'ada@example.com', label: 'Console' });
    expect(developer).toMatchObject({ name: 'Ada', email: 'ada@example.com', status: 'ACTIVE' });
    expect(await developers().developersExist()).toBe(true);
    const { data } = await server.graphql('{ viewer { roles developer { credentials { label scope } } } }', {}, await server.token(client));
    expect(data.viewer).toEqual({ roles: ['ADMIN'], developer: { credentials: [{ label: 'Console', scope: null }] } });
  });

  test('a client of a role that does not exist is not made', async () => {
    await expect(developers().createClient({ name: 'x', roles: ['AUDITOR', 'KING'] })).rejects.toThrow('There is no role KING.');
    expect(await developers().developersExist()).toBe(false);
  });

  test('the administrator of the settings is made once, however often the server starts', async () => {
    const { clientId, clientSecret } = bootstrap;
    const starts = await Promise.all([1, 2, 3].map(() => developers().ensureBootstrapAdmin(clientId, clientSecret)));
    expect(starts.sort()).toEqual(['created', 'present', 'present']);
    expect(await adminCount(await server.token(bootstrap))).toBe(1);
  });

  test('a secret that changes in the settings takes the place of the old one', async () => {
    await developers().ensureBootstrapAdmin(bootstrap.clientId, bootstrap.clientSecret);
    const clientSecret = 'T'.repeat(40);
    expect(await developers().ensureBootstrapAdmin(bootstrap.clientId, clientSecret)).toBe('secret replaced');
    await expect(server.token(bootstrap)).rejects.toThrow('invalid_client');
    expect(await adminCount(await server.token({ clientId: bootstrap.clientId, clientSecret }))).toBe(1);
    expect(await developers().ensureBootstrapAdmin(bootstrap.clientId, clientSecret)).toBe('present');
  });

  test('a secret of the settings that was replaced by a rotation does not come back with the next start', async () => {
    await developers().ensureBootstrapAdmin(bootstrap.clientId, bootstrap.clientSecret);
    const token = await server.token(bootstrap);
    const { data } = await server.graphql('{ viewer { developer { credentials { id } } } }', {}, token);
    const rotate = 'mutation ($input: RotateCredentialInput!) { rotateCredential(input: $input) { clientSecret } }';
    const input = { id: data.viewer.developer.credentials[0].id, overlapSeconds: 60 };
    const { clientSecret } = (await server.graphql(rotate, { input }, token)).data.rotateCredential;
    expect(await developers().ensureBootstrapAdmin(bootstrap.clientId, bootstrap.clientSecret)).toBe('present');
    server.clock.advance(60_000);
    expect(await developers().ensureBootstrapAdmin(bootstrap.clientId, bootstrap.clientSecret)).toBe('rotated');
    await expect(server.token(bootstrap)).rejects.toThrow('invalid_client');
    expect(await developers().ensureBootstrapAdmin(bootstrap.clientId, clientSecret)).toBe('present');
    await server.token({ clientId: bootstrap.clientId, clientSecret });
  });

  test('a credential of the settings that was revoked stays so', async () => {
    await developers().ensureBootstrapAdmin(bootstrap.clientId, bootstrap.clientSecret);
    await server.database.writer.run((transaction) => transaction.run('update credentials set revoked_at = 1'));
    expect(await developers().ensureBootstrapAdmin(bootstrap.clientId, bootstrap.clientSecret)).toBe('revoked');
    await expect(server.token(bootstrap)).rejects.toThrow('invalid_client');
  });
});
