import type { ClientSecret, PresentedClient, PresentedSecret } from '../authenticate-client';
import { subjectOf } from '../client-assertion/assertion';
import { invalidClient, OAuthError } from '../oauth-error';
import { decodeForm, type Parameters } from './parameters';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const basic = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i;

/**
 * What a client proves itself by, from the Authorization header or from the body (RFC 6749, section 2.3.1; RFC 7523,
 * section 2.2), never in two ways.
 * @throws OAuthError invalid_request for two methods at once, invalid_client where there are no usable credentials
 */
export function presentedClient(authorization: string | undefined, parameters: Parameters): PresentedClient {
  const [clientId, clientSecret] = [parameters.get('client_id'), parameters.get('client_secret')];
  const assertion = assertionOf(parameters);
  if (assertion !== undefined) {
    if (authorization !== undefined || clientSecret !== undefined) throw severalMethods();
    const subject = subjectOf(assertion);
    if (clientId !== undefined && clientId !== subject) throw differingIds();
    return { clientId: subject, assertion };
  }
  if (authorization === undefined) {
    if (clientId === undefined || clientSecret === undefined) throw invalidClient();
    return { clientId, clientSecret };
  }
  if (clientSecret !== undefined) throw severalMethods();
  const presented = fromHeader(authorization);
  if (clientId !== undefined && clientId !== presented.clientId && clientId !== presented.otherReading?.clientId) {
    throw differingIds();
  }
  return presented;
}

const severalMethods = () =>
  new OAuthError('invalid_request', 'Authenticate in one way: by the header, by a secret in the body, or by an assertion.');
const differingIds = () => new OAuthError('invalid_request', 'The parameter client_id names another client than the credentials.');

/** RFC 7521, section 4.2. @throws OAuthError invalid_request for an assertion without its type or the reverse, invalid_client for another type */
function assertionOf(parameters: Parameters): string | undefined {
  const [assertion, type] = [parameters.get('client_assertion'), parameters.get('client_assertion_type')];
  if ((assertion === undefined) !== (type === undefined)) {
    throw new OAuthError('invalid_request', 'The parameters client_assertion and client_assertion_type go together.');
  }
  if (type === undefined || type === ASSERTION_TYPE) return assertion;
  throw new OAuthError('invalid_client', `The only client_assertion_type here is ${ASSERTION_TYPE}.`);
}

/** Split at the first colon. Some clients encode both halves as the standard says, and some send them raw, so both readings count. */
function fromHeader(authorization: string): PresentedSecret {
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
