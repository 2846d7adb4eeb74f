import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

/** One line for each request: what was asked and what became of it, without addresses' query strings, bodies, tokens or variables. */
export function logRequests(app: FastifyInstance, logger: Logger): void {
  app.decorateRequest('outcome', null);
  app.addHook('onResponse', (request, reply, done) => {
    const { operationName, operationType, codes, subject } = request.outcome ?? {};
    logger.info(
      {
        requestId: request.id,
        method: request.method,
        path: request.url.split('?', 1)[0]!.slice(0, 200),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ip: request.ip,
        subject,
        operationName: operationName?.slice(0, 100),
        operationType,
        codes,
      },
      'request',
    );
    done();
  });
}

/** The logger of the server; Fastify's own type of it lacks what we do not use. */
export function loggerOf(request: FastifyRequest): Logger {
  return request.log as unknown as Logger;
}
