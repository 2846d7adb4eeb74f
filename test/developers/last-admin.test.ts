import { permissions } from '../../src/auth';
import { audience, newKey, startIssuer } from '../auth/support/static-issuer';
import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';

/** Beside what stands in the tests of suspending developers and of taking their roles: the ways in. */
forEachEngine((engine) => {
  let server: TestServer;
  let only: TestClient;
  beforeEach(async () => {
    server = await startServer(engine);
    only = await server.client('ADMIN');
  });
  afterEach(() => server.close());

  const run = (on: TestServer, token: string, mutation: string, input: object, selection = '__typename') =>
    on.graphql(
      `mutation ($input: ${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { ${selection} } }`,
      { input },
      token,
    );
  const credentialOf = async (client: TestClient) => {
    const { data } = await server.graphql('{ viewer { developer { credentials { id } } } }', {}, client.token);
    return data.viewer.developer.credentials[0].id as string;
  };
  const revoke = async (client: TestClient, by = only) => run(server, by.token, 'revokeCredential', { id: await credentialOf(client) });
  const refusal = { data: null, codes: ['BAD_USER_INPUT'] };
  const lastAdmin = (name: string) => [expect.objectContaining({ code: 'LAST_ADMIN', path: ['input', name] })];

  test('its last credentials cannot be revoked, and go on working', async () => {
    const refused = await revoke(only);
    expect(refused).toMatchObject(refusal);
    expect(refused.errors![0]!.extensions.violations).toEqual(lastAdmin('id'));
    expect(await server.graphql('{ viewer { roles } }', {}, only.token)).toMatchObject({ data: { viewer: { roles: ['ADMIN'] } } });
    await expect(server.token(only)).resolves.toEqual(expect.any(String));
  });

  test.each<[string, () => object]>([
    ['are limited to a scope', () => ({ scope: ['developers:write'] })],
    ['have expired', () => ({ expiresAt: new Date(server.clock.now() + 60_000).toISOString() })],
  ])('nor where the others %s', async (_what, input) => {
    expect((await run(server, only.token, 'createCredential', input())).errors).toBeUndefined();
    server.clock.advance(60_000);
    expect(await revoke(only)).toMatchObject(refusal);
  });

  test('they can be where it has others, for a secret or for keys, or where another ADMIN has', async () => {
    const second = await server.client('ADMIN');
    expect((await revoke(second, second)).errors).toBeUndefined();
    expect(await revoke(only)).toMatchObject(refusal);
    expect((await run(server, only.token, 'createCredential', {})).errors).toBeUndefined();
    expect((await revoke(only)).errors).toBeUndefined();
  });

  test('an ADMIN who has no credentials, or whose only ones are revoked, keeps nobody in its place', async () => {
    await run(server, only.token, 'createDeveloper', { name: 'Idle', roles: ['ADMIN'] });
    const second = await server.client('ADMIN');
    expect((await revoke(second, second)).errors).toBeUndefined();
    for (const mutation of ['suspendDeveloper', 'updateDeveloper']) {
      const input = { id: only.developerId, ...(mutation === 'updateDeveloper' && { roles: [] }) };
      expect(await run(server, only.token, mutation, input)).toMatchObject(refusal);
    }
  });

  test('two who revoke their own credentials at once leave one', async () => {
    const second = await server.client('ADMIN');
    const answers = await Promise.all([revoke(only, only), revoke(second, second)]);
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    expect(answers.flatMap(({ codes }) => codes)).toEqual(['BAD_USER_INPUT']);
  });

  test('one who comes from an outside issuer counts for as long as it is linked', async () => {
    const key = newKey();
    const issuer = await startIssuer(key);
    const apart = await startServer(engine, { settings: { OIDC_ISSUER: issuer.issuer, OIDC_AUDIENCE: audience } });
    try {
      const admin = await apart.admin();
      const subjects = [{ issuer: issuer.issuer, subject: 'ada' }];
      const id = (await run(apart, admin, 'createDeveloper', { name: 'Ada', roles: ['ADMIN'], subjects }, 'developer { id }')).data
        .createDeveloper.developer.id;
      const own = (await apart.graphql('{ viewer { developer { credentials { id } } } }', {}, admin)).data.viewer.developer.credentials[0];
      const narrow = await run(apart, admin, 'createCredential', { scope: permissions }, 'clientSecret credential { clientId }');
      const { clientSecret, credential } = narrow.data.createCredential;
      expect((await run(apart, admin, 'revokeCredential', { id: own.id })).errors).toBeUndefined();
      const token = await apart.token({ clientId: credential.clientId, clientSecret });
      const unlinked = await run(apart, token, 'updateDeveloper', { id, subjects: [] });
      expect(unlinked).toMatchObject(refusal);
      expect(unlinked.errors![0]!.extensions.violations).toEqual(lastAdmin('subjects'));
    } finally {
      await apart.close();
      await issuer.close();
    }
  });
});
