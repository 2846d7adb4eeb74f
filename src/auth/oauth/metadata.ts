import type { FastifyInstance } from 'fastify';
import { assertionAlgorithms } from '../client-assertion/public-keys';
import { permissions } from '../permissions';

/** Where the endpoints are, below the issuer. */
export const paths = {
  token: '/oauth/token',
  revocation: '/oauth/revoke',
  introspection: '/oauth/introspect',
  jwks: '/.well-known/jwks.json',
} as const;

/** How long clients may keep what is published here, in seconds; a new key is published for longer before it is used. */
export const PUBLISHED_MAX_AGE = 300;

const resourcePath = '/.well-known/oauth-protected-resource';

const authenticationMethods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];

/** The server in its own words (RFC 8414, section 2). The issuer is told byte for byte: clients compare it so. */
function metadataOf(issuer: string): object {
  const base = issuer.replace(/\/$/, '');
  return {
    issuer,
    token_endpoint: base + paths.token,
    revocation_endpoint: base + paths.revocation,
    introspection_endpoint: base + paths.introspection,
    jwks_uri: base + paths.jwks,
    scopes_supported: permissions,
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    ...authenticationAt('token'),
    ...authenticationAt('revocation'),
    ...authenticationAt('introspection'),
  };
}

function authenticationAt(endpoint: string): object {
  return {
    [`${endpoint}_endpoint_auth_methods_supported`]: authenticationMethods,
    [`${endpoint}_endpoint_auth_signing_alg_values_supported`]: assertionAlgorithms,
  };
}

/**
 * Serves the metadata where RFC 8414, section 3.1, and OpenID Connect Discovery look for it. An issuer with a path has the well-known
 * part before its path, and by OpenID behind it; a proxy that strips the path asks for the plain address.
 */
export function registerMetadata(app: FastifyInstance, issuer: string): void {
  const metadata = metadataOf(issuer);
  for (const path of metadataPaths(issuer)) publish(app, path, metadata);
}

/**
 * Where the metadata of the protected resource stand that our API is (RFC 9728, section 3.1); undefined where the audience of our tokens
 * is not the address of this server: clients take such metadata only from where the resource's own name leads.
 */
export function resourceMetadataUrl(issuer: string, audience: string): string | undefined {
  if (audience !== issuer) return undefined;
  const { origin, pathname } = new URL(issuer);
  return origin + resourcePath + pathname.replace(/\/$/, '');
}

/** RFC 9728, section 2: whoever wants a token for this API learns where to get one. */
export function registerResourceMetadata(app: FastifyInstance, issuer: string, audience: string): void {
  const url = resourceMetadataUrl(issuer, audience);
  if (url === undefined) return;
  const metadata = {
    resource: audience,
    authorization_servers: [issuer],
    scopes_supported: permissions,
    bearer_methods_supported: ['header'],
  };
  for (const path of new Set([resourcePath, new URL(url).pathname])) publish(app, path, metadata);
}

function publish(app: FastifyInstance, path: string, metadata: object): void {
  app.get(path, async (_request, reply) => {
    void reply.header('cache-control', `public, max-age=${PUBLISHED_MAX_AGE}`);
    return metadata;
  });
}

function metadataPaths(issuer: string): ReadonlySet<string> {
  const path = new URL(issuer).pathname.replace(/\/$/, '');
  const [oauth, openid] = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'];
  return new Set([oauth, openid, oauth + path, openid + path, path + openid]);
}
