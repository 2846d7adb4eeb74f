import * as oauth from 'oauth4webapi';
import { forEachEngine } from '../support/engines';
import { startServer, type TestClient, type TestServer } from '../support/server';

forEachEngine((engine) => {
  let server: TestServer;
  let client: TestClient;

  beforeAll(async () => {
    server = await startServer(engine);
    client = await server.client('DEVELOPER');
  });
  afterAll(() => server.close());

  async function tokenFor(authentication: oauth.ClientAuth, parameters: Record<string, string> = {}) {
    const issuer = { issuer: 'http://ledger.test', token_endpoint: `${server.url}/oauth/token` };
    const self = { client_id: client.clientId };
    const options = { [oauth.allowInsecureRequests]: true };
    const response = await oauth.clientCredentialsGrantRequest(issuer, self, authentication, parameters, options);
    return oauth.processClientCredentialsResponse(issuer, self, response);
  }

  test.each<[string, () => oauth.ClientAuth]>([
    ['Basic, percent-encoded', () => oauth.ClientSecretBasic(client.clientSecret)],
    ['a secret in the body', () => oauth.ClientSecretPost(client.clientSecret)],
  ])('oauth4webapi gets a token with %s, and the token lets it in', async (_name, authentication) => {
    const token = await tokenFor(authentication());
    expect(token).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'self:read self:write usage:read' });
    const { data } = await server.graphql('{ viewer { roles developer { id } } }', {}, token.access_token);
    expect(data).toEqual({ viewer: { roles: ['DEVELOPER'], developer: { id: client.developerId } } });
  });

  test('oauth4webapi understands why a request is refused', async () => {
    await expect(tokenFor(oauth.ClientSecretPost(client.clientSecret), { scope: 'books:close' })).rejects.toMatchObject({
      error: 'invalid_scope',
      status: 400,
    });
    await expect(tokenFor(oauth.ClientSecretPost(client.clientSecret.toLowerCase()))).rejects.toMatchObject({
      cause: [{ scheme: 'basic', parameters: { realm: 'open-ledger', charset: 'UTF-8' } }],
    });
  });
});
