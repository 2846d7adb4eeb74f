import type { ApiClient } from './client';
import { RefusedError } from './graphql-answer';

const MOST_ROWS = 100;

interface Page<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/**
 * The pages of a list, one after the other. `operation` takes $first and $after besides `variables`, and asks for `list` with its nodes
 * and pageInfo. Where a page is more than the server's limits allow, smaller ones are asked for.
 * @throws RefusedError, CliError
 */
export async function* pages<T>(api: ApiClient, operation: string, list: string, variables: object): AsyncGenerator<readonly T[]> {
  let first = MOST_ROWS;
  for (let after: string | null = null; ;) {
    try {
      const answer: Record<string, Page<T>> = await api.query(operation, { ...variables, first, after });
      const { nodes, pageInfo } = answer[list]!;
      yield nodes;
      if (!pageInfo.hasNextPage) return;
      after = pageInfo.endCursor;
    } catch (error) {
      if (!(error instanceof RefusedError) || error.code !== 'TOO_COMPLEX' || first === 1) throw error;
      first = Math.floor(first / 2);
    }
  }
}

/** All rows of a list that is known to be short. @throws as pages does */
export async function allRows<T>(api: ApiClient, operation: string, list: string, variables: object): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages<T>(api, operation, list, variables)) all.push(...page);
  return all;
}
