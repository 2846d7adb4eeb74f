import type { ClientSecret, PresentedClient } from '../authenticate-client';
import { invalidClient, OAuthError } from '../oauth-error';
import { decodeForm, type Parameters } from './parameters';

const basic = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i;

/**
 * What a client proves itself by, from the Authorization header or from the body (RFC 6749, section 2.3.1), never from both.
 * @throws OAuthError invalid_request for two methods at once, invalid_client where there are no usable credentials
 */
export function presentedClient(authorization: string | undefined, parameters: Parameters): PresentedClient {
  const [clientId, clientSecret] = [parameters.get('client_id'), parameters.get('client_secret')];
  if (authorization === undefined) {
    if (clientId === undefined || clientSecret === undefined) throw invalidClient();
    return { clientId, clientSecret };
  }
  if (clientSecret !== undefined)
    throw new OAuthError('invalid_request', 'Send the client secret in the header or in the body, not in both.');
  const presented = fromHeader(authorization);
  if (clientId !== undefined && clientId !== presented.clientId && clientId !== presented.otherReading?.clientId) {
    throw new OAuthError('invalid_request', 'The client ids in the header and in the body differ.');
  }
  return presented;
}

/** Split at the first colon. Some clients encode both halves as the standard says, and some send them raw, so both readings count. */
function fromHeader(authorization: string): PresentedClient {
  const encoded = basic.exec(authorization)?.[1];
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  if (colon < 1) throw invalidClient();
  const raw = { clientId: text.slice(0, colon), clientSecret: text.slice(colon + 1) };
  const decoded = decodedOr(raw);
  const same = decoded.clientId === raw.clientId && decoded.clientSecret === raw.clientSecret;
  return same ? raw : { ...decoded, otherReading: raw };
}

function decodedOr(raw: ClientSecret): ClientSecret {
  try {
    return { clientId: decodeForm(raw.clientId), clientSecret: decodeForm(raw.clientSecret) };
  } catch {
    return raw;
  }
}
