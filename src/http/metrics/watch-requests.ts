import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics';

/** Counts every request once its answer has been sent. */
export function watchRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { operationType, codes } = request.outcome ?? {};
    metrics.answered({
      route: request.routeOptions.url,
      method: request.method,
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
      operationType,
      codes,
    });
    done();
  });
}
