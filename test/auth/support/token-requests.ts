import type { TestServer } from '../../support/server';

/** What the token endpoint answered. */
export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly error?: string; readonly error_description?: string; readonly [member: string]: unknown };
}

/** Posts a token request: a form where the body is an object, else the body as it is. */
export async function requestToken(
  server: TestServer,
  body: Record<string, string> | string | Uint8Array<ArrayBuffer> | undefined,
  { headers = {}, query = '' }: { readonly headers?: Record<string, string>; readonly query?: string } = {},
): Promise<TokenAnswer> {
  const form = typeof body === 'object' && !(body instanceof Uint8Array);
  const sent = form ? new URLSearchParams(body) : body;
  const response = await server.fetch(`/oauth/token${query}`, { method: 'POST', headers, ...(sent === undefined ? {} : { body: sent }) });
  return { status: response.status, headers: response.headers, body: (await response.json()) as TokenAnswer['body'] };
}

export const formType = { 'content-type': 'application/x-www-form-urlencoded' };
export const jsonType = { 'content-type': 'application/json' };

/** The Basic scheme, with both halves as they are given. */
export function basic(id: string, secret: string): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
}
