import * as oauth from 'oauth4webapi';
import { systemClock } from '../../src/shared/clock';
import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';
import { keyedClient, type KeyedClient } from './support/keyed-client';
import { realClients } from './support/real-clients';

forEachEngine((engine) => {
  let server: TestServer;
  let client: KeyedClient;

  beforeAll(async () => {
    // Clients sign assertions at the time that it is.
    server = await startServer(engine, { clock: systemClock });
    client = await keyedClient(server);
  });
  afterAll(() => server.close());

  test.each(realClients)('%s gets a token, uses it, asks about it and revokes it', async (_name, connect) => {
    const real = await connect(server, client);
    const token = await real.getToken();
    expect(token).toMatchObject({ expiresIn: 3600, scope: expect.stringContaining('self:read self:write') });
    const viewer = () => server.graphql('{ viewer { developer { id } } }', {}, token.accessToken);
    expect((await viewer()).data).toEqual({ viewer: { developer: { id: client.developerId } } });
    expect(await real.introspect?.(token.accessToken)).toEqual(
      real.introspect && expect.objectContaining({ active: true, client_id: client.clientId, sub: client.clientId }),
    );
    await real.revoke(token.accessToken);
    expect((await viewer()).status).toBe(401);
    expect(await real.introspect?.(token.accessToken)).toEqual(real.introspect && { active: false });
    const narrow = await real.getToken('self:read');
    expect(narrow.scope).toBe('self:read');
  });

  test.each(realClients)('%s is told why a request is refused', async (_name, connect) => {
    const real = await connect(server, client);
    const refusal = await real.getToken('books:close').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Error);
    const { error, data } = refusal as { error?: string; data?: { payload?: { error: string } } };
    expect(error ?? data?.payload?.error).toBe('invalid_scope');
  });

  test('oauth4webapi understands how to authenticate from the refusal of a wrong secret', async () => {
    const issuer = { issuer: 'http://ledger.test', token_endpoint: `${server.url}/oauth/token` };
    const wrong = oauth.ClientSecretPost(client.clientSecret.toLowerCase());
    const self = { client_id: client.clientId };
    const response = await oauth.clientCredentialsGrantRequest(issuer, self, wrong, {}, { [oauth.allowInsecureRequests]: true });
    await expect(oauth.processClientCredentialsResponse(issuer, self, response)).rejects.toMatchObject({
      cause: [{ scheme: 'basic', parameters: { realm: 'open-ledger', charset: 'UTF-8' } }],
    });
  });
});
