import { CliError } from '../failure';
import { post } from './http';
import { TransientError } from './transient';

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface AccessToken {
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const howToIssue = [
  'Check --client-id and the secret. A new one comes from the mutation createCredential, or, with the server stopped, from',
  '"npx open-ledger create-admin".',
];

/**
 * Gets a token by client credentials (RFC 6749, section 4.4); the secret travels in the Authorization header (section 2.3.1).
 * @throws CliError where the server refuses the credentials, TransientError where it does not answer or has too much to do
 */
export async function fetchToken(url: string, { clientId, clientSecret }: Credentials, now: number): Promise<AccessToken> {
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
  const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' };
  const { status, retryAfterSeconds, body } = await post(`${url}/oauth/token`, headers, 'grant_type=client_credentials');
  const answer = body as { access_token?: unknown; expires_in?: unknown; error?: unknown; error_description?: unknown } | null;
  if (status === 200 && typeof answer?.access_token === 'string') {
    return { value: answer.access_token, expiresAt: now + Number(answer.expires_in ?? 0) * 1000 };
  }
  if (status === 429 || status >= 500)
    throw new TransientError(`The server at ${url} gives no token now (status ${status}).`, [], retryAfterSeconds);
  if (answer?.error === 'invalid_client') throw new CliError('The server refused the client id or its secret.', howToIssue);
  if (typeof answer?.error === 'string') {
    const reason = typeof answer.error_description === 'string' ? answer.error_description : answer.error;
    throw new CliError(`The server refused to give a token: ${reason}`, howToIssue);
  }
  throw new CliError(`What answers at ${url}/oauth/token is no Open Ledger server (status ${status}).`, ['Check --url.']);
}
