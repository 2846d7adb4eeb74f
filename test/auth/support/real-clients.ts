import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { ClientCredentials } from 'simple-oauth2';
import type { TestServer } from '../../support/server';
import type { KeyedClient } from './keyed-client';

export interface TokenOfClient {
  readonly accessToken: string;
  readonly scope: string | undefined;
  readonly expiresIn: number | undefined;
}

/** A library that clients are written with, told our issuer and nothing else about us. */
export interface RealClient {
  getToken(scope?: string): Promise<TokenOfClient>;
  /** Undefined where the library does not do it. */
  introspect?(token: string): Promise<Record<string, unknown>>;
  revoke(token: string): Promise<void>;
}

type Connect = (server: TestServer, client: KeyedClient) => Promise<RealClient>;

const issuer = new URL('http://ledger.test');

/** Where the issuer's name would lead, if it had one. */
const reach = (server: TestServer) => (url: string, init: RequestInit) => server.fetch(new URL(url).pathname, init);

function oauth4webapi(authentication: (client: KeyedClient) => oauth.ClientAuth): Connect {
  return async (server, client) => {
    const options = { [oauth.allowInsecureRequests]: true, [oauth.customFetch]: reach(server) as typeof fetch };
    const discovered = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...options });
    const as = await oauth.processDiscoveryResponse(issuer, discovered);
    const [self, proof] = [{ client_id: client.clientId }, authentication(client)];
    return {
      async getToken(scope) {
        const response = await oauth.clientCredentialsGrantRequest(as, self, proof, scope === undefined ? {} : { scope }, options);
        return read(await oauth.processClientCredentialsResponse(as, self, response));
      },
      async introspect(token) {
        return oauth.processIntrospectionResponse(as, self, await oauth.introspectionRequest(as, self, proof, token, options));
      },
      async revoke(token) {
        await oauth.processRevocationResponse(await oauth.revocationRequest(as, self, proof, token, options));
      },
    };
  };
}

function openidClient(authentication: (client: KeyedClient) => openid.ClientAuth | undefined, metadata: 'secret' | 'none'): Connect {
  return async (server, client) => {
    const secret = metadata === 'secret' ? client.clientSecret : undefined;
    const found = await openid.discovery(issuer, client.clientId, secret, authentication(client), {
      execute: [openid.allowInsecureRequests],
      [openid.customFetch]: reach(server),
    });
    return {
      getToken: async (scope) => read(await openid.clientCredentialsGrant(found, scope === undefined ? {} : { scope })),
      introspect: async (token) => openid.tokenIntrospection(found, token),
      revoke: (token) => openid.tokenRevocation(found, token),
    };
  };
}

function simpleOAuth2(options: {
  authorizationMethod: 'header' | 'body';
  bodyFormat?: 'form' | 'json';
  credentialsEncodingMode?: 'strict' | 'loose';
}): Connect {
  return async (server, { clientId, clientSecret }) => {
    const auth = { tokenHost: server.url, tokenPath: '/oauth/token', revokePath: '/oauth/revoke' };
    const grant = new ClientCredentials({ client: { id: clientId, secret: clientSecret }, auth, options });
    return {
      getToken: async (scope) => read((await grant.getToken(scope === undefined ? {} : { scope })).token),
      revoke: (token) => grant.createToken({ access_token: token }).revoke('access_token'),
    };
  };
}

function read(token: Readonly<Record<string, unknown>>): TokenOfClient {
  return {
    accessToken: token['access_token'] as string,
    scope: token['scope'] as string | undefined,
    expiresIn: token['expires_in'] as number,
  };
}

const signing = ({ privateKey, kid }: KeyedClient) => ({ key: privateKey, kid });

export const realClients: readonly [string, Connect][] = [
  ['oauth4webapi with Basic, percent-encoded', oauth4webapi(({ clientSecret }) => oauth.ClientSecretBasic(clientSecret))],
  ['oauth4webapi with a secret in the body', oauth4webapi(({ clientSecret }) => oauth.ClientSecretPost(clientSecret))],
  ['oauth4webapi with private_key_jwt', oauth4webapi((client) => oauth.PrivateKeyJwt(signing(client)))],
  ['openid-client with nothing but a secret', openidClient(() => undefined, 'secret')],
  ['openid-client with Basic', openidClient(({ clientSecret }) => openid.ClientSecretBasic(clientSecret), 'none')],
  ['openid-client with private_key_jwt', openidClient((client) => openid.PrivateKeyJwt(signing(client)), 'none')],
  ['simple-oauth2 as it comes', simpleOAuth2({ authorizationMethod: 'header' })],
  ['simple-oauth2 that does not encode', simpleOAuth2({ authorizationMethod: 'header', credentialsEncodingMode: 'loose' })],
  ['simple-oauth2 with a secret in the body', simpleOAuth2({ authorizationMethod: 'body' })],
  ['simple-oauth2 that sends JSON', simpleOAuth2({ authorizationMethod: 'body', bodyFormat: 'json' })],
];
