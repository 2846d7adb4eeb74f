import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OpenSpan, Tracer } from '../shared/tracer';

const LONGEST_TEXT = 200;
/** Asked every few seconds by whoever watches the process. */
const probes: readonly unknown[] = ['/livez', '/readyz'];

/** Makes a span of each request, in which all that it does is done. To be registered before other hooks, so that they are in it too. */
export function traceRequests(app: FastifyInstance, tracer: Tracer): void {
  const spans = new WeakMap<FastifyRequest, OpenSpan>();
  const inSpan = (request: FastifyRequest, work: () => void) => {
    const span = spans.get(request);
    return span ? span.within(work) : work();
  };
  app.addHook('onRequest', (request, _reply, done) => {
    if (!probes.includes(request.routeOptions.url)) spans.set(request, tracer.begin(startOf(request), request.headers));
    inSpan(request, done);
  });
  // The parser of bodies is called by the socket, outside of every span.
  app.addHook('preValidation', (request, _reply, done) => inSpan(request, done));
  app.addHook('onResponse', (request, reply, done) => {
    const { statusCode } = reply;
    const failed = statusCode >= 500;
    const facts = {
      'http.response.status_code': statusCode,
      'error.type': failed ? String(statusCode) : undefined,
      'open_ledger.error_codes': request.outcome?.codes,
    };
    spans.get(request)?.end(facts, failed);
    inSpan(request, done);
  });
}

function startOf(request: FastifyRequest) {
  const { method, protocol, routeOptions } = request;
  const facts = {
    'http.request.method': method,
    'http.route': routeOptions.url,
    'url.path': request.url.split('?', 1)[0]!.slice(0, LONGEST_TEXT),
    'url.scheme': protocol,
    'user_agent.original': request.headers['user-agent']?.slice(0, LONGEST_TEXT),
    'open_ledger.request_id': request.id,
  };
  return { name: routeOptions.url ? `${method} ${routeOptions.url}` : method, kind: 'server', facts } as const;
}
