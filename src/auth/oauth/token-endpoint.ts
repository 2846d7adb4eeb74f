import type { FastifyInstance } from 'fastify';
import { OAuthError } from '../oauth-error';
import type { TokenService } from '../token-service';
import { registerEndpoint } from './endpoint';
import type { Parameters } from './parameters';
import { presentedClient } from './presented-client';

/** POST /oauth/token: the client credentials grant of RFC 6749, section 4.4. */
export function registerTokenEndpoint(scope: FastifyInstance, path: string, tokens: TokenService): void {
  registerEndpoint(scope, path, async ({ authorization, parameters, ...from }) => {
    requireClientCredentialsGrant(parameters.get('grant_type'));
    const client = presentedClient(authorization, parameters);
    const asked = { scope: parameters.get('scope'), audience: audienceOf(parameters) };
    const issued = await tokens.issue({ client, ...from, ...asked });
    return {
      access_token: issued.accessToken,
      token_type: issued.tokenType,
      expires_in: issued.expiresIn,
      // An empty scope has no form in RFC 6749, section 3.3.
      ...(issued.scope === '' ? {} : { scope: issued.scope }),
    };
  });
}

function requireClientCredentialsGrant(grant: string | undefined): void {
  if (grant === undefined) throw new OAuthError('invalid_request', 'The parameter grant_type is missing.');
  if (grant !== 'client_credentials') throw new OAuthError('unsupported_grant_type', 'The only grant type here is client_credentials.');
}

/** `resource` (RFC 8707) and `audience`, as Auth0 calls it, are the same thing here. */
function audienceOf(parameters: Parameters): string | undefined {
  const [audience, resource] = [parameters.get('audience'), parameters.get('resource')];
  if (resource !== undefined && !isAbsoluteUri(resource)) {
    throw new OAuthError('invalid_target', 'The resource must be an absolute URI without a fragment.');
  }
  if (audience !== undefined && resource !== undefined && audience !== resource) {
    throw new OAuthError('invalid_request', 'The parameters audience and resource differ.');
  }
  return audience ?? resource;
}

/** RFC 8707, section 2; the form of RFC 3986, section 4.3. */
function isAbsoluteUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:[^\s#]+$/i.test(text);
}
