import type { FastifyInstance } from 'fastify';
import type { AnsweredRequest } from '../usage';

/** Hears of requests that were answered. */
export type OnAnswered = (request: AnsweredRequest) => void;

/** Tells of every operation, and every request to an OAuth endpoint, once its answer is sent. */
export function meterRequests(app: FastifyInstance, onAnswered: OnAnswered): void {
  app.addHook('onResponse', (request, reply, done) => {
    if (request.outcome) {
      onAnswered({
        requestId: request.id,
        address: request.ip,
        userAgent: request.headers['user-agent'],
        httpStatus: reply.statusCode,
        milliseconds: reply.elapsedTime,
        bytes: Number(reply.getHeader('content-length') ?? 0),
        outcome: request.outcome,
      });
    }
    done();
  });
}
