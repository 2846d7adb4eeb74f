import { HeaderMap, type ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { outcomeOf } from '../../auth';
import type { Settings } from '../../config';
import { countStatements } from '../../database';
import { RequestLoaders } from '../../shared/loaders';
import { logFailures } from '../errors/log-failures';
import { protocolRefusal, wholeRequestRefusal } from '../errors/refusals';
import { tooComplex } from '../limits/too-complex';
import { callerIn, challengeHint, refusalOf, type AllowanceOf, type Authenticate } from '../request-caller';
import { loggerOf } from '../request-log';
import type { GraphQLContext, UsageCount } from './context';
import { idempotencyKeyOf } from './idempotency-key';
import { acceptJsonOnly } from './json-body';

export const graphqlPath = '/graphql';

/** The headers that Apollo decides by. */
const headersForApollo = ['content-type', 'accept', 'apollo-require-preflight', 'x-apollo-operation-name'] as const;

export interface GraphQLRouteParts {
  readonly apollo: ApolloServer<GraphQLContext>;
  readonly authenticate: Authenticate;
  readonly allowanceOf?: AllowanceOf | undefined;
  readonly settings: Pick<Settings, 'maxBodyBytes' | 'publicUrl' | 'tokenAudience'>;
}

/** Serves /graphql. Every answer, the body parser's refusals included, is made by Apollo, so that all of them honour Accept. */
export async function registerGraphQL(app: FastifyInstance, parts: GraphQLRouteParts): Promise<void> {
  const { apollo, settings } = parts;
  await app.register((scope, _options, done) => {
    acceptJsonOnly(scope, settings.maxBodyBytes);
    const hint = challengeHint(settings);
    const respond = (request: FastifyRequest, reply: FastifyReply, context: () => Promise<GraphQLContext>) =>
      respondThrough(apollo, request, reply, context, hint);
    scope.all(graphqlPath, (request, reply) => {
      const usage = usageAsked(request);
      const answer = () => respond(request, reply, () => contextOf(request, parts, usage));
      return usage ? countStatements(usage.statements, answer) : answer();
    });
    scope.setErrorHandler((error, request, reply) =>
      respond(request, reply, () => {
        throw bodyRefusal(error, settings.maxBodyBytes);
      }),
    );
    done();
  });
}

async function respondThrough(
  apollo: ApolloServer<GraphQLContext>,
  request: FastifyRequest,
  reply: FastifyReply,
  context: () => Promise<GraphQLContext>,
  hint: string,
): Promise<FastifyReply> {
  // Noted from here on, so that what Apollo refuses before there is a context is metered too.
  outcomeOf(request);
  const headers = new HeaderMap();
  for (const name of headersForApollo) {
    const value = request.headers[name];
    if (value !== undefined) headers.set(name, String(value));
  }
  const query = request.url.indexOf('?');
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method, headers, search: query === -1 ? '' : request.url.slice(query), body: request.body },
    context: async () => {
      try {
        return await context();
      } catch (error) {
        logFailures(loggerOf(request), request.id, [error]);
        throw refusalOf(request, error);
      }
    },
  });
  for (const [name, value] of answer.headers) void reply.header(name, name === 'www-authenticate' ? value + hint : value);
  void reply.header('cache-control', 'no-store').code(answer.status ?? 200);
  if (answer.body.kind !== 'complete') throw new Error('Answers in parts are not served.');
  return reply.send(withRequestId(answer.body.string, answer.status, request.id));
}

/** The caller's `Open-Ledger-Usage: 1` asks for what the operation takes, in `extensions.usage`. */
function usageAsked({ headers }: FastifyRequest): UsageCount | undefined {
  return headers['open-ledger-usage'] === '1' ? { startedAt: performance.now(), statements: { count: 0 } } : undefined;
}

async function contextOf(
  request: FastifyRequest,
  { authenticate, allowanceOf }: GraphQLRouteParts,
  usage: UsageCount | undefined,
): Promise<GraphQLContext> {
  const principal = await callerIn(request, authenticate);
  const known = principal && allowanceOf?.(principal.identity);
  const allowance = (known instanceof Promise ? await known : known) ?? undefined;
  const { id: requestId, ip } = request;
  const [idempotencyKey, loaders] = [idempotencyKeyOf(request), new RequestLoaders()];
  return { requestId, principal, ip, loaders, idempotencyKey, outcome: outcomeOf(request), run: { size: {} }, usage, allowance };
}

/** What Fastify says of a body that it does not take, in our words. */
function bodyRefusal(error: unknown, maxBodyBytes: number): Error {
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return wholeRequestRefusal(tooComplex('The body is too large', 'maxBodyBytes', maxBodyBytes), {}, 413);
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return protocolRefusal('BAD_REQUEST', 'The body must be application/json in UTF-8.', 415);
  if (statusCode !== undefined && statusCode < 500) return protocolRefusal('BAD_REQUEST', 'The body could not be read.', statusCode);
  return error instanceof Error ? error : new Error('A body could not be read.', { cause: error });
}

/** Refusals before there is a context know no request id; they are short, so it is put in afterwards. */
function withRequestId(body: string, status: number | undefined, requestId: string): string {
  if (status === undefined || status < 400 || body.includes('"requestId":')) return body;
  const answer = JSON.parse(body) as { errors: { extensions?: object }[] };
  for (const error of answer.errors) error.extensions = { ...error.extensions, requestId };
  return JSON.stringify(answer);
}
