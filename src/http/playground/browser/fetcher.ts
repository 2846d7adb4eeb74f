import type { GraphiQLProps } from 'graphiql';
import { asksOnlyForToken, findFirstCompanyId, findToken } from './answers';
import { readOperation } from './operation';
import type { Session } from './session';

type Fetcher = GraphiQLProps['fetcher'];
type HeaderMap = Record<string, string>;

const introspection = 'IntrospectionQuery';

/**
 * Makes the function that sends the editor's operations to the server, and tells the session what came back: a token, the first
 * company of a list, or that the token was refused. Cookies are neither sent nor kept.
 */
export function createFetcher(graphqlPath: string, session: Session): Fetcher {
  return async ({ query, operationName, variables }, options) => {
    const operation = readOperation(query, operationName);
    const typed: HeaderMap = { ...options?.headers };
    // The server answers 401 to any bad token, so an expired one must stand in the way neither of a fresh one nor of the documentation.
    const headers = operation && asksOnlyForToken(operation) ? withoutAuthorization(typed) : typed;
    const body = JSON.stringify({ query, operationName: operation?.name ?? operationName ?? undefined, variables });

    let response = await post(graphqlPath, headers, body);
    if (hasAuthorization(headers)) {
      const refused = response.status === 401;
      session.setRefused(refused);
      if (refused && operationName === introspection) response = await post(graphqlPath, withoutAuthorization(headers), body);
    }
    const result = await readJson(response);
    if (operation) {
      const token = findToken(operation, result.data);
      if (token) session.signIn(token, Date.now());
      const companyId = findFirstCompanyId(operation, result.data);
      if (companyId) session.chooseCompany(companyId);
    }
    return result;
  };
}

function post(graphqlPath: string, headers: HeaderMap, body: string): Promise<Response> {
  return fetch(graphqlPath, {
    method: 'POST',
    credentials: 'omit',
    redirect: 'error',
    headers: { accept: 'application/graphql-response+json, application/json', ...headers, 'content-type': 'application/json' },
    body,
  });
}

/** GraphQL answers are JSON whatever their status; anything else comes from something between us and the server. */
async function readJson(response: Response): Promise<{ data?: Record<string, unknown> }> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`The server answered ${response.status} ${response.statusText}, and not in JSON.`);
  }
}

function hasAuthorization(headers: HeaderMap): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
}

function withoutAuthorization(headers: HeaderMap): HeaderMap {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'));
}
