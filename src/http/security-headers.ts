import type { FastifyInstance } from 'fastify';

/** What every answer says to browsers. A page of ours, such as the playground, says more of its own. */
export function addSecurityHeaders(app: FastifyInstance, publicUrl: string): void {
  const secure = publicUrl.startsWith('https://');
  app.addHook('onRequest', (_request, reply, done) => {
    void reply
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('x-frame-options', 'DENY')
      .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    if (secure) void reply.header('strict-transport-security', 'max-age=31536000');
    done();
  });
}
