import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OAuthError } from '../oauth-error';
import type { TokenService } from '../token-service';
import { presentedClient } from './presented-client';
import { refuse } from './refusals';
import { parseForm, parseJson, type TokenParameters } from './token-parameters';

const tokenPath = '/oauth/token';

/** Far above any honest request. */
const BODY_LIMIT = 16_384;
const otherMethods = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const utf8Or = (type: string) => new RegExp(`^${type}(\\s*;\\s*charset="?utf-8"?)?\\s*$`, 'i');

/** POST /oauth/token: the client credentials grant of RFC 6749, section 4.4. Every answer forbids caching. */
export function registerTokenEndpoint(app: FastifyInstance, tokens: TokenService): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(utf8Or('application/x-www-form-urlencoded'), { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
    parseForm(body),
  );
  app.addContentTypeParser(utf8Or('application/json'), { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) => parseJson(body));
  app.setErrorHandler(refuse);
  app.addHook('onRequest', async (_request, reply) => {
    void reply.header('cache-control', 'no-store').header('pragma', 'no-cache');
  });
  app.route({ method: otherMethods, url: tokenPath, exposeHeadRoute: false, onRequest: refuseMethod, handler: refuseMethod });
  app.post(tokenPath, { bodyLimit: BODY_LIMIT }, async (request) => {
    const parameters = (request.body as TokenParameters | undefined | null) ?? new Map<string, string>();
    refuseSecretsInUrl(request.query as Record<string, unknown>);
    requireClientCredentialsGrant(parameters.get('grant_type'));
    const { accessToken, tokenType, expiresIn, scope } = await tokens.issue({
      client: presentedClient(request.headers.authorization, parameters),
      address: request.ip,
      scope: parameters.get('scope'),
      audience: audienceOf(parameters),
    });
    // An empty scope has no form in RFC 6749, section 3.3.
    return { access_token: accessToken, token_type: tokenType, expires_in: expiresIn, ...(scope === '' ? {} : { scope }) };
  });
}

async function refuseMethod(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  await reply
    .code(405)
    .header('allow', 'POST')
    .send({ error: 'invalid_request', error_description: 'Tokens are issued to POST requests only.' });
}

/** URLs end up in logs (RFC 6749, section 2.3.1). */
function refuseSecretsInUrl(query: Record<string, unknown>): void {
  if (!['client_id', 'client_secret', 'client_assertion'].some((name) => name in query)) return;
  throw new OAuthError('invalid_request', 'Credentials in the URL are refused. Send them in the header or in the body.');
}

function requireClientCredentialsGrant(grant: string | undefined): void {
  if (grant === undefined) throw new OAuthError('invalid_request', 'The parameter grant_type is missing.');
  if (grant !== 'client_credentials') throw new OAuthError('unsupported_grant_type', 'The only grant type here is client_credentials.');
}

/** `resource` (RFC 8707) and `audience`, as Auth0 calls it, are the same thing here. */
function audienceOf(parameters: TokenParameters): string | undefined {
  const [audience, resource] = [parameters.get('audience'), parameters.get('resource')];
  if (audience !== undefined && resource !== undefined && audience !== resource) {
    throw new OAuthError('invalid_request', 'The parameters audience and resource differ.');
  }
  return audience ?? resource;
}
