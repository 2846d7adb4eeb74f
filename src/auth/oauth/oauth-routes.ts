import type { FastifyInstance } from 'fastify';
import type { SigningKeys } from '../signing-keys';
import type { TokenService } from '../token-service';
import { speakOAuth } from './endpoint';
import { registerIntrospectionEndpoint, registerRevocationEndpoint } from './endpoints-about-tokens';
import { paths, PUBLISHED_MAX_AGE, registerMetadata, registerResourceMetadata } from './metadata';
import { registerTokenEndpoint } from './token-endpoint';

export interface OAuthRoutesParts {
  readonly tokens: TokenService;
  readonly keys: SigningKeys;
  readonly issuer: string;
  readonly audience: string;
}

/** The endpoints of the authorization server, in a scope of their own: how they read bodies and tell errors is nobody else's. */
export function registerOAuthRoutes(app: FastifyInstance, { tokens, keys, issuer, audience }: OAuthRoutesParts): void {
  void app.register(async (scope) => {
    speakOAuth(scope);
    registerTokenEndpoint(scope, paths.token, tokens);
    registerRevocationEndpoint(scope, paths.revocation, tokens);
    registerIntrospectionEndpoint(scope, paths.introspection, tokens);
  });
  registerMetadata(app, issuer);
  registerResourceMetadata(app, issuer, audience);
  app.get(paths.jwks, async (_request, reply) => {
    void reply.header('cache-control', `public, max-age=${PUBLISHED_MAX_AGE}`);
    return keys.jwks();
  });
}
