import type { TestServer } from '../../../support/server';
import { basic, inBody, post, requestToken } from '../../support/token-requests';

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What became of an attempt, whichever door it went through. */
export interface Attempted {
  readonly status: number;
  /** `error` of the OAuth answer, or the code of the GraphQL one; undefined where a token was issued. */
  readonly error: string | undefined;
  readonly description: string | undefined;
  readonly retryAfter: string | null;
}

export type Door = (server: TestServer, credentials: Credentials, from?: string) => Promise<Attempted>;

/** As a proxy on loopback says where a request comes from; the server believes it where TRUST_PROXY names loopback. */
const forwarded = (from: string | undefined): Record<string, string> => (from === undefined ? {} : { 'x-forwarded-for': from });

const grant = { grant_type: 'client_credentials' };

export const throughHttp: Door = async (server, credentials, from) =>
  oauth(await requestToken(server, { ...grant, ...inBody(credentials) }, { headers: forwarded(from) }));

export const throughBasic: Door = async (server, { clientId, clientSecret }, from) =>
  oauth(await requestToken(server, grant, { headers: { ...basic(clientId, clientSecret), ...forwarded(from) } }));

const aboutToken =
  (path: string): Door =>
  async (server, credentials, from) =>
    oauth(await post(server, path, { ...inBody(credentials), token: 'opaque' }, { headers: forwarded(from) }));

export const throughRevocation = aboutToken('/oauth/revoke');
export const throughIntrospection = aboutToken('/oauth/introspect');

export const throughGraphQL: Door = async (server, variables, from) => {
  const query =
    'mutation ($clientId: String!, $clientSecret: String!) { token(clientId: $clientId, clientSecret: $clientSecret) { scope } }';
  const response = await server.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...forwarded(from) },
    body: JSON.stringify({ query, variables }),
  });
  const { errors } = (await response.json()) as { errors?: { message: string; extensions: { code: string } }[] };
  const [error] = errors ?? [];
  const { status, headers } = response;
  return { status, error: error?.extensions.code, description: error?.message, retryAfter: headers.get('retry-after') };
};

function oauth({ status, headers, body }: Awaited<ReturnType<typeof requestToken>>): Attempted {
  return { status, error: body.error, description: body.error_description, retryAfter: headers.get('retry-after') };
}

/** The same attempt over and over, one after the other; answers the statuses. */
export async function repeat(times: number, attempt: (index: number) => Promise<Attempted>): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < times; index += 1) statuses.push((await attempt(index)).status);
  return statuses;
}

/** How often each status came. */
export function tally(statuses: readonly number[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

export const wrong = (clientId: string): Credentials => ({ clientId, clientSecret: 'W'.repeat(48) });
