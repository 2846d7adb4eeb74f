import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';

const mutation = `mutation ($clientId: String!, $clientSecret: String!, $audience: String, $scope: String) {
  token(clientId: $clientId, clientSecret: $clientSecret, audience: $audience, scope: $scope) { accessToken tokenType expiresIn scope }
}`;

forEachEngine((engine) => {
  let server: TestServer;
  let client: TestClient;
  beforeAll(async () => {
    server = await startServer(engine);
    client = await server.client('DEVELOPER');
  });
  afterAll(() => server.close());

  const ask = (variables: object) =>
    server.graphql(mutation, { clientId: client.clientId, clientSecret: client.clientSecret, ...variables });

  test('an anonymous caller gets a token that lets it in', async () => {
    const { data, headers } = await ask({ scope: 'self:read' });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(data).toEqual({ token: { accessToken: expect.any(String), tokenType: 'Bearer', expiresIn: 3600, scope: 'self:read' } });
    const viewer = await server.graphql('{ viewer { permissions tokenExpiresAt developer { id } } }', {}, data.token.accessToken);
    expect(viewer.data).toEqual({
      viewer: {
        permissions: ['self:read'],
        tokenExpiresAt: new Date(server.clock.now() + 3_600_000).toISOString(),
        developer: { id: client.developerId },
      },
    });
  });

  test.each([
    ['an unknown client', { clientId: 'nobody' }],
    ['a wrong secret', { clientSecret: 'wrong' }],
    ['empty credentials', { clientId: '', clientSecret: '' }],
  ])('%s gets one answer', async (_name, variables) => {
    const { data, errors } = await ask(variables);
    expect(data).toBeNull();
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'The client id or the client secret is wrong.',
        extensions: expect.objectContaining({ code: 'UNAUTHENTICATED' }),
      }),
    ]);
  });

  test.each([
    ['scope', { scope: 'books:close' }, 'INVALID_SCOPE'],
    ['audience', { audience: 'https://elsewhere.example' }, 'INVALID_TARGET'],
  ])('a %s that is not to be had is bad input, told with its path', async (argument, variables, code) => {
    const { data, codes, errors } = await ask(variables);
    expect(data).toBeNull();
    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(errors![0]!.extensions.violations).toEqual([{ code, message: expect.any(String), path: [argument] }]);
  });

  test('when a secret was last used, and its developer last seen, is written behind the answers', async () => {
    const fresh = await server.client('DEVELOPER');
    const query = '{ viewer { developer { lastSeenAt credentials { lastUsedAt secrets { lastUsedAt } } } } }';
    const issuedAt = new Date(server.clock.now()).toISOString();
    server.clock.advance(30_000);
    await server.graphql(query, {}, fresh.token);
    const seenAt = new Date(server.clock.now()).toISOString();
    const used = { lastUsedAt: issuedAt, secrets: [{ lastUsedAt: issuedAt }] };
    await expectSoon(async () => (await server.graphql(query, {}, fresh.token)).data, {
      viewer: { developer: { lastSeenAt: seenAt, credentials: [used] } },
    });
  });

  async function expectSoon(read: () => Promise<unknown>, expected: unknown): Promise<void> {
    const end = Date.now() + 5_000;
    let found = await read();
    while (JSON.stringify(found) !== JSON.stringify(expected) && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      found = await read();
    }
    expect(found).toEqual(expected);
  }
});
