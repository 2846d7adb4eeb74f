import type { TestServer } from '../../support/server';

/** What an OAuth endpoint answered. */
export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly error?: string; readonly error_description?: string; readonly [member: string]: unknown };
}

export type SentBody = Record<string, string> | string | Uint8Array<ArrayBuffer> | undefined;

interface SentWith {
  readonly headers?: Record<string, string>;
  readonly query?: string;
}

/** Posts a token request: a form where the body is an object, else the body as it is. */
export function requestToken(server: TestServer, body: SentBody, sentWith: SentWith = {}): Promise<TokenAnswer> {
  return post(server, '/oauth/token', body, sentWith);
}

/** The same to any endpoint. An empty body is an empty object. */
export async function post(
  server: TestServer,
  path: string,
  body: SentBody,
  { headers = {}, query = '' }: SentWith = {},
): Promise<TokenAnswer> {
  const form = typeof body === 'object' && !(body instanceof Uint8Array);
  const sent = form ? new URLSearchParams(body) : body;
  const response = await server.fetch(`${path}${query}`, { method: 'POST', headers, ...(sent === undefined ? {} : { body: sent }) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text === '' ? {} : JSON.parse(text)) as TokenAnswer['body'] };
}

export const formType = { 'content-type': 'application/x-www-form-urlencoded' };
export const jsonType = { 'content-type': 'application/json' };

/** The Basic scheme, with both halves as they are given. */
export function basic(id: string, secret: string): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
}

/** Credentials as parameters of a body. */
export function inBody({ clientId, clientSecret }: { clientId: string; clientSecret: string }): {
  client_id: string;
  client_secret: string;
} {
  return { client_id: clientId, client_secret: clientSecret };
}
