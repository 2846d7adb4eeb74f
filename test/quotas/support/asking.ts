import type { GraphQLFailure, TestClient, TestServer } from '../../support/server';

/** Asks for ten fields, and is answered ten. */
export const costsTen = '{ viewer { roles permissions tokenExpiresAt a: roles b: roles c: roles d: roles e: roles f: roles } }';

interface Cost {
  readonly asked: number | null;
  readonly used: number;
  readonly remaining: number;
  readonly limit: number;
}

export interface Asked {
  readonly status: number;
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly retryable: boolean | undefined;
  readonly retryAfter: string | null;
  readonly policy: string | null;
  readonly limit: string | null;
  readonly cost: Cost | undefined;
  readonly usage: { readonly cost: number; readonly costAsked: number } | undefined;
  readonly data: any; // oxlint-disable-line typescript/no-explicit-any
}

/** Sends an operation, and picks from the answer what tells of quotas. */
export async function ask(server: TestServer, token: string, query = costsTen, headers: Record<string, string> = {}): Promise<Asked> {
  const sent = { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers };
  const response = await server.fetch('/graphql', { method: 'POST', headers: sent, body: JSON.stringify({ query }) });
  const answer = (await response.json()) as {
    data?: unknown;
    errors?: GraphQLFailure[];
    extensions?: { cost?: Cost; usage?: Asked['usage'] };
  };
  const [error] = answer.errors ?? [];
  return {
    status: response.status,
    code: error?.extensions.code,
    message: error?.message,
    retryable: error?.extensions.retryable,
    retryAfter: response.headers.get('retry-after'),
    policy: response.headers.get('ratelimit-policy'),
    limit: response.headers.get('ratelimit'),
    cost: answer.extensions?.cost,
    usage: answer.extensions?.usage,
    data: answer.data,
  };
}

/** How many of so many requests at once were answered. */
export async function answeredOf(requests: number, send: (index: number) => Promise<Asked>): Promise<number> {
  const answers = await Promise.all(Array.from({ length: requests }, (_, index) => send(index)));
  const refused = answers.filter(({ code }) => code !== undefined);
  expect(refused.filter(({ code, status, data }) => code !== 'THROTTLED' || status !== 429 || data !== undefined)).toEqual([]);
  return requests - refused.length;
}

export interface QuotaInput {
  readonly costPerMinute: number;
  readonly burst?: number;
}

/** An ADMIN sets the quota of a developer, or takes it away. */
export async function limit(server: TestServer, { developerId: id }: TestClient, quota: QuotaInput | null): Promise<void> {
  const mutation = 'mutation ($input: UpdateDeveloperInput!) { updateDeveloper(input: $input) { developer { id } } }';
  const { errors } = await server.graphql(mutation, { input: { id, quota } }, await server.admin());
  if (errors) throw new Error(JSON.stringify(errors));
}
