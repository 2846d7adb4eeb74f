import type { AddressInfo } from 'node:net';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Settings } from '../config';
import type { ReportFileSource } from '../reports';
import { allowOrigins } from './cors';
import { createApollo, type ApolloObservers } from './graphql/apollo';
import { graphqlPath, registerGraphQL } from './graphql/graphql-route';
import { registerHealth, type Check } from './health';
import type { Metrics } from './metrics/metrics';
import { createMetricsServer } from './metrics/metrics-server';
import { watchRequests } from './metrics/watch-requests';
import { meterRequests, type OnAnswered } from './meter-requests';
import { registerPlayground } from './playground';
import { registerReportRoutes } from './reports/report-routes';
import type { AllowanceOf, Authenticate } from './request-caller';
import { requestIdOf, tellRequestId } from './request-id';
import { logRequests } from './request-log';
import { addSecurityHeaders } from './security-headers';
import { traceRequests } from './trace-requests';

export interface HttpServerParts extends ApolloObservers {
  readonly settings: Settings;
  readonly schema: GraphQLSchema;
  readonly authenticate: Authenticate;
  readonly allowanceOf?: AllowanceOf;
  readonly logger: Logger;
  readonly onAnswered?: OnAnswered;
  /** What /readyz asks besides whether the server is stopping. */
  readonly checks: readonly Check[];
  /** What it tells besides, without refusing. */
  readonly warnings?: readonly Check[];
  /** Served on the port that the settings name; undefined for none. */
  readonly metrics?: Metrics | undefined;
  /** Statements as files, by their names in addresses. */
  readonly reportFiles?: Readonly<Record<string, ReportFileSource>>;
  /** Routes of other features, such as /oauth/token. */
  readonly routes?: (app: FastifyInstance) => void;
}

export interface HttpServer {
  readonly fastify: FastifyInstance;
  /** Resolves to the address that it listens on, with the port that was taken. */
  listen(): Promise<string>;
  /** Reports not ready, lets the requests in flight finish, and refuses new ones. */
  close(): Promise<void>;
}

/** The HTTP server with all its routes, not yet listening. */
export async function createHttpServer(parts: HttpServerParts): Promise<HttpServer> {
  const { settings, logger } = parts;
  const fastify = createFastify(settings, logger);
  let stopping = false;
  // Without this a client would keep the connection of its last request, and the server would wait for it.
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (stopping) void reply.header('connection', 'close');
    done();
  });
  const apollo = createApollo(parts.schema, settings, logger, parts);
  await apollo.start();
  if (parts.tracer) traceRequests(fastify, parts.tracer);
  logRequests(fastify, logger);
  if (parts.metrics) watchRequests(fastify, parts.metrics);
  const metricsServer = parts.metrics && createMetricsServer(parts.metrics.registry);
  if (parts.onAnswered) meterRequests(fastify, parts.onAnswered);
  tellRequestId(fastify);
  addSecurityHeaders(fastify, settings.publicUrl);
  allowOrigins(fastify, settings.corsOrigins);
  const { checks, warnings, reportFiles: files = {}, authenticate, allowanceOf, noteRefusal } = parts;
  registerHealth(fastify, { checks: [() => (stopping ? 'the server is stopping' : undefined), ...checks], warnings });
  await registerGraphQL(fastify, { apollo, authenticate, allowanceOf, settings });
  registerReportRoutes(fastify, { files, authenticate, allowanceOf, noteRefusal, settings });
  parts.routes?.(fastify);
  registerPlayground(fastify, { enabled: settings.playground, graphqlPath });
  maskFailures(fastify);
  return {
    fastify,
    async listen() {
      const metricsUrl = await metricsServer?.listen(settings.host, settings.metricsPort!);
      if (metricsUrl) logger.info({ url: metricsUrl }, 'metrics are served');
      await fastify.listen({ host: settings.host, port: settings.port });
      fastify.server.maxConnections = settings.maxConnections;
      const { address, family, port } = fastify.server.address() as AddressInfo;
      return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
    },
    async close() {
      if (stopping) return;
      stopping = true;
      await new Promise((resolve) => setTimeout(resolve, settings.shutdownDelayMs));
      await drain(fastify, settings.shutdownTimeoutMs);
      await apollo.stop();
      await metricsServer?.close();
    },
  };
}

function createFastify(settings: Settings, logger: Logger): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = logger;
  return Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    trustProxy: settings.trustProxy.length > 0 ? [...settings.trustProxy] : false,
    bodyLimit: settings.maxBodyBytes,
    exposeHeadRoutes: false,
    // Node's own limits let a slow sender hold a connection for five minutes, and look only every thirty seconds.
    requestTimeout: settings.requestTimeoutMs,
    keepAliveTimeout: settings.keepAliveTimeoutMs,
    http: { headersTimeout: Math.min(5_000, settings.requestTimeoutMs), connectionsCheckingInterval: 1_000 },
    // A reader that takes nothing for so long is gone.
    connectionTimeout: 120_000,
  });
}

/** Stops taking connections and waits for the requests in flight; whatever is not done in time is cut off. */
async function drain(fastify: FastifyInstance, timeoutMs: number): Promise<void> {
  const cut = setTimeout(() => fastify.server.closeAllConnections(), timeoutMs);
  const letGo = setInterval(() => fastify.server.closeIdleConnections(), 100);
  try {
    await fastify.close();
  } finally {
    clearTimeout(cut);
    clearInterval(letGo);
  }
}

/** Answers outside /graphql: no route, or a failure that nobody designed. */
function maskFailures(fastify: FastifyInstance): void {
  fastify.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'There is nothing at this address.' }));
  fastify.setErrorHandler((error, request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status < 500) return reply.code(status).send({ error: 'The request is not understood.' });
    request.log.error({ requestId: request.id, err: error }, 'a request failed');
    return reply.code(500).send({ error: 'Something failed on our side.', requestId: request.id });
  });
}
