import type { FastifyInstance } from 'fastify';
import { OAuthError } from '../oauth-error';
import type { RequestAboutToken } from '../revoke-token';
import type { TokenService } from '../token-service';
import { registerEndpoint, type EndpointRequest } from './endpoint';
import { presentedClient } from './presented-client';

/** POST /oauth/revoke (RFC 7009): the answer is empty, whatever became of the token. Its hint is of no use: there is one type of token. */
export function registerRevocationEndpoint(scope: FastifyInstance, path: string, tokens: TokenService): void {
  registerEndpoint(scope, path, async (request) => {
    await tokens.revoke(requestAboutToken(request));
    return undefined;
  });
}

/** POST /oauth/introspect (RFC 7662). */
export function registerIntrospectionEndpoint(scope: FastifyInstance, path: string, tokens: TokenService): void {
  registerEndpoint(scope, path, (request) => tokens.introspect(requestAboutToken(request)));
}

function requestAboutToken({ authorization, parameters, ...from }: EndpointRequest): RequestAboutToken {
  const token = parameters.get('token');
  if (token === undefined) throw new OAuthError('invalid_request', 'The parameter token is missing.');
  return { client: presentedClient(authorization, parameters), ...from, token };
}
