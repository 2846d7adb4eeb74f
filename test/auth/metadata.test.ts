import * as oauth from 'oauth4webapi';
import { permissions } from '../../src/auth';
import { startServer } from '../support/server';
import { sqliteEngine as engine } from '../support/sqlite-engine';

// No database has a part in this.
const names = ['oauth-authorization-server', 'openid-configuration'];

test.each(names)('%s says where everything is, for anybody to keep a while', async (name) => {
  const server = await startServer(engine);
  const response = await server.fetch(`/.well-known/${name}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  expect(response.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
  expect(await response.json()).toMatchObject({
    issuer: 'http://ledger.test',
    token_endpoint: 'http://ledger.test/oauth/token',
    revocation_endpoint: 'http://ledger.test/oauth/revoke',
    introspection_endpoint: 'http://ledger.test/oauth/introspect',
    jwks_uri: 'http://ledger.test/.well-known/jwks.json',
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
    scopes_supported: permissions,
  });
  await server.close();
});

// For each issuer: where a client looks, and where a proxy that strips the path of the issuer asks.
test.each<[string, 'oauth2' | 'oidc', string[]]>([
  ['http://ledger.test', 'oauth2', ['/.well-known/oauth-authorization-server']],
  ['http://ledger.test/', 'oauth2', ['/.well-known/oauth-authorization-server']],
  [
    'http://ledger.test/books/eu',
    'oauth2',
    ['/.well-known/oauth-authorization-server/books/eu', '/.well-known/oauth-authorization-server'],
  ],
  ['http://ledger.test', 'oidc', ['/.well-known/openid-configuration']],
  ['http://ledger.test/books/', 'oidc', ['/books/.well-known/openid-configuration', '/.well-known/openid-configuration']],
])('a client that is told the issuer %s discovers it by %s', async (issuer, algorithm, expected) => {
  const server = await startServer(engine, { settings: { PUBLIC_URL: issuer } });
  const asked: string[] = [];
  const response = await oauth.discoveryRequest(new URL(issuer), {
    algorithm,
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: (url, init) => {
      asked.push(new URL(url).pathname);
      return server.fetch(new URL(url).pathname, init);
    },
  });
  const found = await oauth.processDiscoveryResponse(new URL(issuer), response);
  expect(found.issuer).toBe(issuer);
  expect(found.token_endpoint).toBe(`${issuer.replace(/\/$/, '')}/oauth/token`);
  expect(asked).toEqual(expected.slice(0, 1));
  for (const path of expected) expect((await server.fetch(path)).status).toBe(200);
  await server.close();
});

test('RFC 8414 lets the well-known part of OpenID stand before the path too', async () => {
  const server = await startServer(engine, { settings: { PUBLIC_URL: 'http://ledger.test/books' } });
  const found = await (await server.fetch('/.well-known/openid-configuration/books')).json();
  expect(found).toMatchObject({ issuer: 'http://ledger.test/books' });
  await server.close();
});

describe('of the API as a protected resource', () => {
  test.each(['http://ledger.test', 'http://ledger.test/books'])(
    'a client that is refused at %s learns where to get a token',
    async (issuer) => {
      const server = await startServer(engine, { settings: { PUBLIC_URL: issuer } });
      const refused = await server.graphql('{ viewer { roles } }');
      const [, address] = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate')!)!;
      const asked: string[] = [];
      const response = await oauth.resourceDiscoveryRequest(new URL(issuer), {
        [oauth.allowInsecureRequests]: true,
        [oauth.customFetch]: (url, init) => {
          asked.push(url);
          return server.fetch(new URL(url).pathname, init);
        },
      });
      const resource = await oauth.processResourceDiscoveryResponse(new URL(issuer), response);
      expect(asked).toEqual([address]);
      expect(resource).toMatchObject({ resource: issuer, authorization_servers: [issuer], bearer_methods_supported: ['header'] });
      await server.close();
    },
  );

  test('nothing is said where the audience of tokens is not our address, since no client would believe it', async () => {
    const server = await startServer(engine, { settings: { TOKEN_AUDIENCE: 'urn:ledger' } });
    const refused = await server.graphql('{ viewer { roles } }');
    expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="open-ledger"');
    expect((await server.fetch('/.well-known/oauth-protected-resource')).status).toBe(404);
    await server.close();
  });
});
