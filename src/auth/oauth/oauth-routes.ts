import type { FastifyInstance } from 'fastify';
import type { SigningKeys } from '../signing-keys';
import type { TokenService } from '../token-service';
import { registerTokenEndpoint } from './token-endpoint';

/** How long clients may keep our public keys, in seconds; a new key is published for longer before it is used. */
const JWKS_MAX_AGE = 300;

/** /oauth/token and /.well-known/jwks.json, in a scope of their own: how they read bodies and tell errors is nobody else's. */
export function registerOAuthRoutes(
  app: FastifyInstance,
  { tokens, keys }: { readonly tokens: TokenService; readonly keys: SigningKeys },
): void {
  void app.register(async (scope) => registerTokenEndpoint(scope, tokens));
  app.get('/.well-known/jwks.json', async (_request, reply) => {
    void reply.header('cache-control', `public, max-age=${JWKS_MAX_AGE}`);
    return keys.jwks();
  });
}
