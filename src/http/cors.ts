import type { FastifyInstance } from 'fastify';

const allowedHeaders =
  'authorization, content-type, apollo-require-preflight, x-apollo-operation-name, x-request-id, idempotency-key, open-ledger-usage';
const exposedHeaders = 'x-request-id, retry-after, www-authenticate, ratelimit, ratelimit-policy';

/** Lets pages of the listed origins call the API; others are told nothing, so that browsers refuse them. Cookies are never taken. */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  const allowed = new Set(origins);
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers;
    if (allowed.size > 0) void reply.header('vary', 'Origin');
    if (origin !== undefined && allowed.has(origin)) {
      void reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', exposedHeaders);
    }
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return done();
    if (origin !== undefined && allowed.has(origin)) {
      void reply
        .header('access-control-allow-methods', 'GET, POST')
        .header('access-control-allow-headers', allowedHeaders)
        .header('access-control-max-age', '600');
    }
    void reply.code(204).send();
  });
}
