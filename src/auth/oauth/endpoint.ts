import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OK } from '../../shared/answer-status';
import { OAuthError } from '../oauth-error';
import { outcomeOf, type RequestOutcome } from '../request-outcome';
import { parseForm, parseJson, type Parameters } from './parameters';
import { refuse } from './refusals';

/** Far above any honest request. */
const BODY_LIMIT = 16_384;
const otherMethods = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const utf8Or = (type: string) => new RegExp(`^${type}(\\s*;\\s*charset="?utf-8"?)?\\s*$`, 'i');

/** How all endpoints of a scope read bodies and tell errors. Every answer forbids caching. */
export function speakOAuth(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  const asBuffer = { parseAs: 'buffer' } as const;
  scope.addContentTypeParser(utf8Or('application/x-www-form-urlencoded'), asBuffer, async (_: unknown, body: Buffer) => parseForm(body));
  scope.addContentTypeParser(utf8Or('application/json'), asBuffer, async (_: unknown, body: Buffer) => parseJson(body));
  scope.setErrorHandler(refuse);
  scope.addHook('onRequest', async (_request, reply) => {
    void reply.header('cache-control', 'no-store').header('pragma', 'no-cache');
  });
}

/** A request as an endpoint sees it. */
export interface EndpointRequest {
  readonly authorization: string | undefined;
  readonly parameters: Parameters;
  /** Address of the client. */
  readonly address: string;
  readonly requestId: string;
  readonly outcome: RequestOutcome;
}

/** Registers an endpoint that answers to POST alone with what `answer` resolves to: JSON, or an empty body for undefined. */
export function registerEndpoint(
  scope: FastifyInstance,
  path: string,
  answer: (request: EndpointRequest) => Promise<object | undefined>,
): void {
  scope.route({ method: otherMethods, url: path, exposeHeadRoute: false, onRequest: refuseMethod, handler: refuseMethod });
  const field = path.slice(path.lastIndexOf('/') + 1);
  const onRequest = async (request: FastifyRequest) => {
    Object.assign(outcomeOf(request), { operationType: 'oauth', rootFields: [{ field, status: OK, rows: 0, fields: 0 }] });
  };
  scope.post(path, { bodyLimit: BODY_LIMIT, onRequest }, async (request, reply) => {
    refuseSecretsInUrl(request.query as Record<string, unknown>);
    const parameters = (request.body as Parameters | undefined | null) ?? new Map<string, string>();
    const from = { address: request.ip, requestId: request.id, outcome: outcomeOf(request) };
    const answered = await answer({ authorization: authorizationOf(request), parameters, ...from });
    // Of an empty answer too: simple-oauth2 takes nothing that is not labelled so.
    return reply.type('application/json; charset=utf-8').send(answered);
  });
}

async function refuseMethod(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  await reply
    .code(405)
    .header('allow', 'POST')
    .send({ error: 'invalid_request', error_description: 'Only POST requests are answered here.' });
}

/** Node.js drops all but the first of several, and a proxy before it may have gone by another. */
function authorizationOf({ raw, headers }: FastifyRequest): string | undefined {
  if ((raw.headersDistinct['authorization']?.length ?? 0) > 1) {
    throw new OAuthError('invalid_request', 'The Authorization header is given more than once.');
  }
  return headers.authorization;
}

/** URLs end up in logs (RFC 6749, section 2.3.1; RFC 7009 and 7662, section 2.1). */
function refuseSecretsInUrl(query: Record<string, unknown>): void {
  if (!['client_id', 'client_secret', 'client_assertion', 'token'].some((name) => name in query)) return;
  throw new OAuthError('invalid_request', 'Credentials and tokens in the URL are refused. Send them in the header or in the body.');
}
